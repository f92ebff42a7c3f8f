# The tutorial's commands with the AWS CLI, against the endpoint that the environment names.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

same() { [ "$1" = "$2" ] || { echo "expected: $2"; echo "got: $1"; exit 1; }; }

# The command fails, and its message holds this text.
fails() {
    local text=$1 message
    shift
    if message=$("$@" 2>&1); then echo "it did not fail: $*"; exit 1; fi
    case $message in *"$text"*) ;; *) echo "$* says: $message"; exit 1 ;; esac
}

same "$(aws sts get-caller-identity --query Arn --output text)" arn:aws:iam::123456789012:root

cat > "$work/policy.json" <<'JSON'
{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["codecommit:GitPull", "iam:ListUsers"], "Resource": "*" }] }
JSON
policy=$(aws iam create-policy --policy-name SourceCodeCommitter --policy-document "file://$work/policy.json" --query Policy.Arn --output text)
same "$policy" arn:aws:iam::123456789012:policy/SourceCodeCommitter
aws iam create-group --group-name developers > "$work/out"
aws iam create-user --user-name carlos > "$work/out"
aws iam add-user-to-group --group-name developers --user-name carlos
aws iam attach-group-policy --group-name developers --policy-arn "$policy"
same "$(aws iam list-attached-group-policies --group-name developers --query 'AttachedPolicies[].PolicyName' --output text)" SourceCodeCommitter
same "$(aws iam list-policies --scope Local --query 'Policies[].PolicyName' --output text)" SourceCodeCommitter
same "$(aws iam get-policy-version --policy-arn "$policy" --version-id v1 --query 'PolicyVersion.Document.Statement[0].Effect' --output text)" Allow

fails EntityAlreadyExists aws iam create-user --user-name carlos
fails 'The user with name nobody cannot be found.' aws iam get-user --user-name nobody
fails DeleteConflict aws iam delete-user --user-name carlos
fails 'NoSuchEntity' aws iam get-policy --policy-arn arn:aws:iam::123456789012:policy/None
fails MalformedPolicyDocument aws iam create-policy --policy-name broken --policy-document '{'

read -r id secret < <(aws iam create-access-key --user-name carlos --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text)
as_carlos() { AWS_ACCESS_KEY_ID=$id AWS_SECRET_ACCESS_KEY=$secret "$@"; }
same "$(as_carlos aws sts get-caller-identity --query Arn --output text)" arn:aws:iam::123456789012:user/carlos
same "$(as_carlos aws iam list-users --query 'Users[].UserName' --output text)" carlos
fails 'is not authorized to perform: iam:CreateUser' as_carlos aws iam create-user --user-name mallory

cat > "$work/trust.json" <<'JSON'
{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::123456789012:user/carlos" }, "Action": "sts:AssumeRole" }] }
JSON
role=$(aws iam create-role --role-name blog-role --assume-role-policy-document "file://$work/trust.json" --query Role.Arn --output text)
aws iam wait role-exists --role-name blog-role
read -r sid ssecret stoken < <(as_carlos aws sts assume-role --role-arn "$role" --role-session-name cli-session \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
same "$(AWS_ACCESS_KEY_ID=$sid AWS_SECRET_ACCESS_KEY=$ssecret AWS_SESSION_TOKEN=$stoken \
    aws sts get-caller-identity --query Arn --output text)" arn:aws:sts::123456789012:assumed-role/blog-role/cli-session
fails 'is not authorized to perform: sts:AssumeRole' env AWS_ACCESS_KEY_ID="$sid" AWS_SECRET_ACCESS_KEY="$ssecret" AWS_SESSION_TOKEN="$stoken" \
    aws sts assume-role --role-arn "$role" --role-session-name again
fails SignatureDoesNotMatch env AWS_SECRET_ACCESS_KEY=wrong aws iam list-users

# A profile that assumes the role by itself.
cat > "$work/config" <<CONFIG
[profile blog]
role_arn = $role
source_profile = carlos
[profile carlos]
aws_access_key_id = $id
aws_secret_access_key = $secret
CONFIG
same "$(env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY AWS_CONFIG_FILE="$work/config" \
    aws --profile blog sts get-caller-identity --query 'Arn' --output text | cut -d/ -f1,2)" arn:aws:sts::123456789012:assumed-role/blog-role
