// The peer @cloud-copilot/iam-simulate, run as a program: node simulate.mjs ACCOUNT PRINCIPALS SECONDS
//
// Decides the requests of the first PRINCIPALS principals by all layers, for SECONDS, and prints one JSON object:
// { "median": ns, "mean": ns, "answers": ["Allowed", …] }. The package is looked for from the current folder.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(process.cwd() + '/')
const { runSimulation } = await import(pathToFileURL(require.resolve('@cloud-copilot/iam-simulate')))

const [file, principals, seconds] = process.argv.slice(2)
const account = JSON.parse(readFileSync(file, 'utf8'))
const named = (name, policy) => ({ name, policy })
const attachedTo = new Map(account.groups.map(group => [group.name, group.attached]))
const serviceControlPolicies = account.scps.map(level => ({
  orgIdentifier: level.level,
  policies: level.policies.map(policy => named(policy.name, policy.doc)),
}))
const layers = new Map(account.principals.slice(0, Number(principals)).map(principal => {
  const attached = [...principal.attached, ...principal.groups.flatMap(group => attachedTo.get(group) ?? [])]
  return [principal.arn, {
    identityPolicies: [
      ...principal.inline.map(policy => named(policy.name, policy.doc)),
      ...attached.map(name => named(name, account.policies[name])),
    ],
    permissionBoundaryPolicies: principal.boundary ? [named(principal.boundary, account.policies[principal.boundary])] : undefined,
    serviceControlPolicies,
    resourceControlPolicies: [],
  }]
}))

const times = []
const answers = []
const end = process.hrtime.bigint() + BigInt(seconds) * 1_000_000_000n
for (const asked of account.requests) {
  const own = layers.get(asked.principal)
  if (!own) continue
  if (process.hrtime.bigint() > end) break
  const request = {
    action: asked.action,
    principal: asked.principal,
    resource: { resource: asked.resource, accountId: account.account },
    contextVariables: asked.context,
  }
  const start = process.hrtime.bigint()
  const result = await runSimulation({ ...own, request }, {})
  times.push(Number(process.hrtime.bigint() - start))
  answers.push(result.overallResult ?? 'Error')
}
const sorted = times.toSorted((a, b) => a - b)
console.log(JSON.stringify({
  median: sorted[sorted.length >> 1] ?? 0,
  mean: Math.round(times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length)),
  answers,
}))
