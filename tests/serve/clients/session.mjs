// The JavaScript SDK against the endpoint that the environment names: chains, errors by name, paginators, waiters.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

export async function main(modules) {
  const require = createRequire(`${modules}/`);
  const { IAMClient, CreateUserCommand, CreateRoleCommand, CreateAccessKeyCommand, GetUserCommand, GetRoleCommand, paginateListUsers, waitUntilUserExists } =
    require("@aws-sdk/client-iam");
  const { STSClient, GetCallerIdentityCommand, AssumeRoleCommand } = require("@aws-sdk/client-sts");
  const endpoint = process.env.AWS_ENDPOINT_URL;
  const credentialsOf = (keys) => ({ accessKeyId: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey, sessionToken: keys.SessionToken });
  const iam = new IAMClient({ endpoint });
  const sts = (keys) => new STSClient(keys ? { endpoint, credentials: credentialsOf(keys) } : { endpoint });

  assert.equal((await sts().send(new GetCallerIdentityCommand({}))).Arn, "arn:aws:iam::123456789012:root");
  for (let n = 0; n < 25; n++) await iam.send(new CreateUserCommand({ UserName: `user${n}`, Tags: [{ Key: "n", Value: `${n}` }] }));
  await waitUntilUserExists({ client: iam, maxWaitTime: 5 }, { UserName: "user3" });
  const names = [];
  for await (const page of paginateListUsers({ client: iam, pageSize: 10 }, {})) names.push(...page.Users.map((user) => user.UserName));
  assert.equal(names.length, 25);
  await assert.rejects(iam.send(new GetUserCommand({ UserName: "nobody" })), (error) => {
    assert.equal(error.name, "NoSuchEntityException");
    assert.equal(error.$metadata.httpStatusCode, 404);
    return true;
  });

  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:user/user0" }, Action: "sts:AssumeRole" }] };
  await iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const role = (await iam.send(new GetRoleCommand({ RoleName: "r" }))).Role;
  assert.deepEqual(JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument)), trust);
  const key = (await iam.send(new CreateAccessKeyCommand({ UserName: "user0" }))).AccessKey;
  const assumed = await sts(key).send(new AssumeRoleCommand({ RoleArn: role.Arn, RoleSessionName: "js" }));
  assert.ok(assumed.Credentials.Expiration > new Date());
  const me = await sts(assumed.Credentials).send(new GetCallerIdentityCommand({}));
  assert.equal(me.Arn, "arn:aws:sts::123456789012:assumed-role/r/js");
  const session = new IAMClient({ endpoint, credentials: credentialsOf(assumed.Credentials) });
  await assert.rejects(session.send(new CreateUserCommand({ UserName: "x" })), { name: "AccessDenied" });
}
