"""The lines and answers that are recorded. All of our own making."""

import base64

ROLE = "arn:aws:iam::123456789012:role/blog-role"
USER = ["iam", "create-user", "--user-name", "carlos"]
ASSUME = ["sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "cli-session"]
SIMULATE = ["iam", "simulate-principal-policy", "--policy-source-arn", ROLE, "--action-names", "s3:GetObject"]
POLICY = '{"Version": "2012-10-17", "Statement": []}'


def line(*words, **files):
    row = {"words": list(words)}
    if files:
        row["files"] = {name.replace("_", "."): content for name, content in files.items()}
    return row


def tags(*values, **files):
    return line(*USER, "--tags", *values, **files)


def context(value):
    return line(*SIMULATE, "--context-entries", value)


def blob(data):
    return {"base64": base64.b64encode(data).decode()}


SHORTHAND = [
    "Key=a,Value=b", "Key=a", "Key=,Value=", "Key=a,Value=b,", "Key=a Value=b", "a", "", "=", "Key", "Key=", "Key==a",
    "Key=a=b", "Key=a,Value=b=c", "Key=a,,Value=b", " Key = a , Value = b ", "Key=a b,Value=c  d ", "Key='a,b',Value=c",
    'Key="a,b",Value=c', "Key='it\\'s',Value=x", 'Key="say \\"hi\\"",Value=x', "Key='open", 'Key="open', "Key='a'b",
    "Key='a\\', Value=x", "Key=a\\,b,Value=c\\,d", "Key=a,Key=b", "Key=a\nValue=b", "Key=a,\nValue=b", "Key='a\nb',Value",
    "Key=[a,b],Value=c", "Key=[a,b", "Key=[],Value=b", "Key={a=b},Value=c", "Key={a=b", "Key={a},Value=c", "Key={},Value=c",
    "Key=a,b,Value=c", "Key=a,b,c", "Key=a,Value=b,c", "Key=a,Valu=b", "key=a,value=b", "Key=a;Value=b", "Key=a|b,Value=c~d",
    "Key=a]b,Value=c", "Key=a}b,Value=c", "Key=a[b,Value=c{d", "Key=[a b, 'c,d' ,\"e\"],Value=x", "Key=[[a,b],[c]],Value=d",
    "Key={a={b=c},d=[e,f]},Value=g", "Key=é,Value=ü", "Key=😀,Value=x", "Key='😀',Value=x", "Kéy=a", "Key=a,Value='b", "Key=<a>,Value=b",
    "Key=-1,Value=--x", "Key=1,Value=true", "Key=`a`,Value=$b", "Key=a@b,Value=c", "Key@=a,Value=b", "Key@=file://name,Value=b",
    "Key=file://name,Value=b", "Key@=file://missing,Value=b", "Key=http://x/y?z=1,Value=b", "Key=a\tb,Value=c", "Key=\u00a0a,Value=b",
    "Key=a#b,Value=#c", "Key=a,Value=b c=d", "Key=a , b , Value=c", "Key=\"\",Value=''", "Key=a'b,Value=c", 'Key=a"b,Value=c',
    "Key=a\\b,Value=c\\\\d", "Key='a\\\\b',Value=c", "a.b/c:d#e=f", ",", "[", "{", "]", "}", "'", "Key=a,'Value'=b", "!Key=a",
]

CONTEXTS = [
    "ContextKeyName=aws:SourceIp,ContextKeyValues=1.2.3.4,ContextKeyType=ip",
    "ContextKeyName=aws:SourceIp,ContextKeyValues=1.2.3.4,5.6.7.8,ContextKeyType=ipList",
    "ContextKeyName=aws:SourceIp,ContextKeyValues=[1.2.3.4,5.6.7.8],ContextKeyType=ipList",
    "ContextKeyName='aws:SourceIp',ContextKeyValues='1.2.3.4','5.6.7.8',ContextKeyType=ipList",
    "ContextKeyValues=a,b c,d=e,ContextKeyName=aws:SourceIp",
    "ContextKeyValues=a,b,ContextKeyName",
    "ContextKeyValues=,ContextKeyName=aws:x",
    "ContextKeyName=aws:SourceIp,ContextKeyValues=a,",
    "ContextKeyName=aws:SourceIp,ContextKeyValues=a,b,",
    '{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["a"], "ContextKeyType": "string"}',
    '[{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["a"], "ContextKeyType": "string"}]',
]

BAD_JSON = [
    "[", "[1", "[1,", "[1,]", "[1 2]", "[\"a\" \"b\"]", "[{]", "[{\"a\"]", "[{\"a\":]", "[{\"a\":1,]", "[{\"a\":1,}]", "[{a:1}]",
    "[nul]", "[\"a]", "[\"a\\x\"]", "[\"\\u12\"]", "[\"a\tb\"]", "[01]", "[1.]", "[-]", "[] x", " [ ] ", "[\n  {\"Key\": \"a\"\n \"Value\": 1}]",
    "[{\"Key\": 'a'}]", "{", "{}", "{\"Key\": \"a\", \"Value\": \"b\"}", "[\"Key=a\"]", "[null]", "[[]]", "[true]", "[1e5]", "[\"é\", x]",
]

LINES = [
    # Words
    line(), line("iam"), line("sts"), line("iamm"), line("ia"), line("", "x"), line("iam", "create-usr"), line("iam", "createuser"),
    line("iam", "get-user "), line("iam", "lst-users"), line("iam", "xyz"), line("sts", "get-caller-id"), line("iam", "create-user"),
    line("iam", "create-role"), line("iam", "create-user", "--user-name"), line(*USER, "x"), line(*USER, "x", "y"), line(*USER, "--foo"),
    line(*USER, "--foo", "bar"), line("iam", "create-user", "--usr-name", "carlos"), line("iam", "create-user", "--usr-name", "carlos", "--user-name", "x"),
    line("--foo", "iam", "list-users"), line("--foo", "bar", "iam", "list-users"), line("iam", "--foo", "list-users"), line("iam", "list-users", "-v"),
    line("iam", "create-user", "--user-name=carlos"), line("iam", "create-user", "--user-name=a=b"), line("iam", "create-user", "--user-n", "carlos"),
    line("iam", "create-user", "--u", "carlos"), line("iam", "create-user", "--user-name=", "--path", "/"), line("iam", "create-user", "--user-name", "-x"),
    line("iam", "create-user", "--user-name", "-1"), line("iam", "create-user", "--user-name", "-1.5"), line("iam", "create-user", "--user-name", "-"),
    line("iam", "create-user", "--user-name", "--"), line("iam", "create-user", "--user-name", "--", "x"), line("iam", "create-user", "--", "x"),
    line("iam", "create-user", "--user-name", "a b"), line("iam", "create-user", "--user-name", "--x y"), line("iam", "create-user", "--user-name", ""),
    line(*USER, "--user-name", "other"), line(*USER, "--tags"), line(*USER, "--tags", "Key=a,Value=b", "--tags", "Key=c,Value=d"),
    line(*USER, "--tags", "Key=a,Value=b", "Key=c,Value=d"), line(*USER, "--tag", "Key=a,Value=b"), line("iam", "get-user", "--user-name", "a", "--query", "User", "b"),
    line("iam", "upload-server-certificate", "--server-certificate-name", "a", "--certificate-body", "b", "--private-key", "c", "--pat", "/"),
    line("iam", "list-policies", "--only-attached", "--no-only-attached"), line("iam", "list-policies", "--no-only-attached", "--only-attached"),
    line("iam", "list-policies", "--only-attached=true"), line("iam", "list-policies", "--only-attached", "true"), line("iam", "list-policies", "--only"),
    line("iam", "list-policies", "--no-only"), line("iam", "list-policies", "--scope", "Everything"), line("iam", "list-policies", "--scope"),
    line("iam", "create-policy-version", "--policy-arn", "arn:aws:iam::1:policy/x", "--policy-document", POLICY, "--set"),
    line("iam", "create-policy-version", "--policy-arn", "arn:aws:iam::1:policy/x", "--policy-document", POLICY, "--set-as-default"),
    line("iam", "create-policy-version", "--policy-arn", "arn:aws:iam::123456789012:policy/x", "--policy-document", POLICY, "--no-set-as-default"),
    # Global options, at every place
    line("--region", "eu-west-1", "iam", "list-users"), line("iam", "--region", "eu-west-1", "list-users"), line("iam", "list-users", "--region", "eu-west-1"),
    line("iam", "list-users", "--region"), line("iam", "list-users", "--output", "xml"), line("iam", "list-users", "--output"), line("iam", "list-users", "--outp", "text"),
    line("iam", "list-users", "--color", "blue"), line("iam", "list-users", "--color", "off"), line("iam", "list-users", "--no-verify-ssl", "--no-sign-request"),
    line("iam", "list-users", "--cli-read-timeout", "5", "--cli-connect-timeout", "0"), 
    line("iam", "list-users", "--no-paginate"), line("iam", "list-users", "--no-p"), line("iam", "list-users", "--profile", "nobody"),
    line("iam", "list-users", "--region", "not a region"), line("iam", "list-users", "--re", "eu-west-1"),
    # Numbers
    line(*ASSUME, "--duration-seconds", "900"), line(*ASSUME, "--duration-seconds", "0900"), line(*ASSUME, "--duration-seconds", "+900"),
    line(*ASSUME, "--duration-seconds", " 900 "), line(*ASSUME, "--duration-seconds", "1_000"), line(*ASSUME, "--duration-seconds", "899"),
    line(*ASSUME, "--duration-seconds", "900.0"), line(*ASSUME, "--duration-seconds", "an hour"), line(*ASSUME, "--duration-seconds", ""),
    line(*ASSUME, "--duration-seconds", "-5"), line(*ASSUME, "--duration-seconds", "99999999"), line(*ASSUME, "--duration-seconds"),
    # Lists, structures, maps
    line(*ASSUME, "--transitive-tag-keys", "a", "b"), line(*ASSUME, "--transitive-tag-keys"), line(*ASSUME, "--transitive-tag-keys", '["a", "b"]'),
    line(*ASSUME, "--transitive-tag-keys", '["a", "b"]', "c"), line(*ASSUME, "--transitive-tag-keys", "a,b"), line(*ASSUME, "--transitive-tag-keys", "[a]"),
    line(*ASSUME, "--transitive-tag-keys", "file://names", names="ab"), line(*ASSUME, "--transitive-tag-keys", "file://names", names='["ab"]'),
    line(*ASSUME, "--policy-arns", "arn=arn:aws:iam::aws:policy/ReadOnlyAccess", "arn=" + ROLE), line(*ASSUME, "--policy-arns", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
    line(*ASSUME, "--tags", "Key=a,Value=b", "--policy", POLICY, "--external-id", "xy", "--serial-number", "arn:aws:iam::123456789012:mfa/x", "--token-code", "123456"),
    line(*ASSUME, "--tags", '[{"Key": "a", "Value": "b"}]'), line(*ASSUME, "--tags", '{"Key": "a", "Value": "b"}'), line(*ASSUME, "--tags", '{"Key": "a"}', '{"Key": "b"}'),
    line(*ASSUME, "--tags", "file://tags.json", tags_json='[{"Key": "a", "Value": "b"}]'), line(*ASSUME, "--tags", "file://tags.txt", tags_txt="Key=a,Value=b"),



    line("sts", "assume-root", "--target-principal", "123456789012", "--task-policy-arn", "arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"),
    line("sts", "assume-root", "--target-principal", "123456789012", "--task-policy-arn", '{"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}'),
    line("sts", "assume-root", "--target-principal", "123456789012", "--task-policy-arn", "arn:aws:iam::aws:policy/x"),
    line("iam", "enable-mfa-device", "--user-name", "a", "--serial-number", "arn:aws:iam::123456789012:mfa/x", "--authentication-code-1", "123456", "--authentication-code-2", "654321"),
    *[tags(value, name="from a file") for value in SHORTHAND], *[context(value) for value in CONTEXTS], *[tags(value) for value in BAD_JSON],
    # Files
    line("iam", "create-policy", "--policy-name", "P", "--policy-document", "file://policy.json", policy_json=POLICY),
    line("iam", "create-policy", "--policy-name", "P", "--policy-document", "file://policy.json", policy_json="{\r\n}\r\n"),
    line("iam", "create-policy", "--policy-name", "P", "--policy-document", "file://policy.json"), line("iam", "create-policy", "--policy-name", "P", "--policy-document", "file://"),
    line("iam", "create-policy", "--policy-name", "P", "--policy-document", "file://it's"), line("iam", "create-policy", "--policy-name", "P", "--policy-document", "file://."),
    line("iam", "create-policy", "--policy-name", "P", "--policy-document", "fileb://policy.json", policy_json=POLICY), line("iam", "create-policy", "--policy-name", "P", "--policy-document", "fileb://x"),
    line("iam", "create-policy", "--policy-name", "P", "--policy-document", "file://bytes", bytes=blob(b"\xff\xfe\x00")),
    line("iam", "create-policy", "--policy-name", "file://name", "--policy-document", POLICY, name="P"), line("iam", "create-user", "--user-name=file://name", name="P\n"),
    line("iam", "create-open-id-connect-provider", "--url", "https://example.com", "--client-id-list", "a", "b"), line("iam", "create-open-id-connect-provider", "--url", "file://x"),
    # Whole inputs
    line("iam", "create-user", "--cli-input-json", '{"UserName": "carlos"}'), line("iam", "create-user", "--cli-input-json", '{"UserName": "carlos", "Path": "/a/"}', "--path", "/b/"),
    line("iam", "create-user", "--cli-input-json", '{"UserName": "carlos", "Nam": 1}'), line("iam", "create-user", "--cli-input-json", "{}"), line("iam", "create-user", "--cli-input-json", "{"),
    line("iam", "create-user", "--cli-input-json", "file://in.json", in_json='{"UserName": "carlos"}'), line("iam", "create-user", "--cli-input-json", ""),
    line("iam", "create-user", "--cli-input-json"), line("iam", "create-user", "--cli-input-json", '{"UserName": 3}'), line("iam", "create-user", "--cli-input-json={}"),
    line("iam", "create-user", "--generate-cli-skeleton"), line("iam", "create-user", "--generate-cli-skeleton", "input"), line("iam", "create-user", "--generate-cli-skeleton", "output"),
    line(*USER, "--generate-cli-skeleton", "--path", "/"), line(*USER, "--generate-cli-skeleton", "xml"),
    line("iam", "list-users", "--generate-cli-skeleton"), line("sts", "get-caller-identity", "--generate-cli-skeleton"),
    
    line("iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", "x"), line("iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", "x", "--outfile", "x", "--bootstrap-method", "Paper"),
    line("iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", "x", "--outfile", "no/such/x", "--bootstrap-method", "QRCodePNG"),
    line("iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", "x", "--outfile", "x", "--bootstrap-method", "QRCodePNG", "--generate-cli-skeleton"),
    # Queries that are none, and waiting
    *[line("iam", "list-users", "--query", query) for query in ("[", "Users[", "Users[?", "Users[*", "", "&", "a ||", "{a:", "{a: b", "length(", "length(Users")],
    line("iam", "wait", "user-exists", "--user-name", "x"), line("iam", "wait", "user-exist", "--user-name", "x"), line("iam", "wait", "role-exists"),
    line("sts", "wait", "user-exists"), line("configure", "get"), line("configure", "set", "region"), line("configure", "set", "region", "x", "y"), line("configure", "get", "nothing"),
]

TITLES = {
    "GetUser": ["iam", "get-user"],
    "ListUsers": ["iam", "list-users"],
    "GetRole": ["iam", "get-role", "--role-name", "r"],
    "ListGroups": ["iam", "list-groups"],
    "GetAccountSummary": ["iam", "get-account-summary"],
    "DeleteUser": ["iam", "delete-user", "--user-name", "x"],
    "GetCallerIdentity": ["sts", "get-caller-identity"],
}

CARLOS = {
    "Path": "/", "UserName": "carlos", "UserId": "AIDAIOSFODNN7EXAMPLE", "Arn": "arn:aws:iam::123456789012:user/carlos",
    "CreateDate": "2026-01-01T00:00:00+00:00",
}
ALICE = {**CARLOS, "UserName": "alice", "Arn": "arn:aws:iam::123456789012:user/alice", "Tags": [{"Key": "team", "Value": "größe 東京"}]}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::123456789012:root", "*"]}, "Action": "sts:AssumeRole",
                   "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}],
}
TEXTS = [
    "", "plain", "true", "null", "~", "No", "yes", "1", "1.5", "1e3", "0x1f", "007", "1_000", ".5", "-", "- a", "-a", "?", "? a", ":", "a:", "a: b", "a:b", "a #b", "a#b",
    "# a", "[a]", "{a}", "&a", "*a", "!a", "|", ">", "'a'", "\"a\"", "it's", "%a", "@a", "`a`", " a", "a ", "a\nb", "a\n\nb\n", "\ta", "a\tb", "a\u0001b", "é", "東京", "\u00a0",
    "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01 00:00", "=", "<<", "---", "--- a", "...", "a, b", "a]b", "\\", "a\\b \u0007", "12:30:45", "+1", "-1", "1.2.3", "0o17", ".inf", ".nan", "NaN",
    "a long text that goes on and on until it has more characters than fit into one line of eighty columns and then some more",
    "a long text: that goes on and on until it has more characters than fit into one line of eighty columns and then some more",
    "a long text\u0007 that goes on and on until it has more characters than fit into one line of eighty columns and then some more words \u0007 x y z",
    "arn:aws:iam::123456789012:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing-0123456789",
]

QUERIES = [
    None, "Users", "Users[0]", "Users[-1]", "Users[5]", "Users[].UserName", "Users[*].UserName", "Users[*].[UserName,Arn]", "Users[].{Name:UserName,Id:UserId}", "Users[0].UserName",
    "Users[?UserName=='carlos']", "Users[?UserName!='carlos'].Arn", "Users[?Tags].Tags[]", "Users[].Tags[].Value", "Users[].Tags", "Users[:1]", "Users[::-1].UserName", "Users[1:].UserName",
    "length(Users)", "Users[?CreateDate>='2026-01-01'].UserName", "Users[?contains(UserName,'li')].UserName", "Users[?starts_with(UserName,'c')].UserName", "sort_by(Users,&UserName)[].UserName",
    "Users | [0].UserName", "Nothing", "Users[].Nothing", "*", "@", "keys(@)", "values(@)[0][0].Path", "type(Users)", "to_string(Users[1].Tags)", "to_array(Users[0].Path)", "not_null(Nothing,Users[0].Path)",
    "join(', ',Users[].UserName)", "reverse(Users)[].UserName", "max_by(Users,&UserName).UserName", "min_by(Users,&UserName).UserName", "map(&UserName,Users)", "Users[0] && `1`", "!Users", "Users || 'x'",
    "IsTruncated", "IsTruncated==`false`", "`[1, 2.5, null, true, \"x\"]`", "`{\"a\": {\"b\": [1, 2]}}`", "sum(`[1, 2]`)", "avg(`[1, 2]`)", "avg(`[]`)", "abs(`-1`)", "ceil(`1.2`)", "floor(`1.8`)", "max(`[1, 3]`)",
    "to_number('1.5')", "to_number('7')", "to_number('x')", "merge(Users[0],Users[1]).UserName", "sort(Users[].UserName)", "ends_with('abc','c')", "Users[0].[UserName,Tags]", "[Users[0].UserName,Users[1].Tags[0]]",
    "Users[0].UserName.Nothing", "foo(Users)", "length()", "length(`1`)", "sort(Users)", "sort_by(Users,&Tags)", "sum(Users[].UserName)", "contains(`1`,`2`)", "'raw'", "`true`", "`\"\"`", "`0`", "Users[?!Tags].UserName",
    "Users[?Tags[?Key=='team']].UserName", "Users[*].Tags[0].Key", "Users[?UserName=='carlos' || UserName=='alice'].UserName", "Users[?(UserName=='carlos' && Path=='/')].UserName", "\"Users\"[0].\"UserName\"", "[Users,`[]`]", "{a:Users[0].Path,b:`[]`,c:`{}`}",
]

ANSWERS = [
    ("ListUsers", {"Users": [CARLOS, ALICE], "IsTruncated": False}, QUERIES),
    ("ListUsers", {"Users": [], "IsTruncated": False}, [None, "Users", "Users[0]"]),
    ("GetUser", {"User": CARLOS}, [None, "User.Arn", "User"]),
    ("GetUser", {"User": ALICE}, [None, "User.Tags", "User.Tags[0].Value"]),
    ("GetRole", {"Role": {**CARLOS, "AssumeRolePolicyDocument": TRUST, "MaxSessionDuration": 3600, "RoleLastUsed": {}}}, [None, "Role.AssumeRolePolicyDocument"]),
    ("GetAccountSummary", {"SummaryMap": {"Users": 2, "Groups": 0, "Quota": -1}}, [None, "SummaryMap.Users", "SummaryMap.Groups", "SummaryMap"]),
    ("DeleteUser", {}, [None, "User"]),
    ("GetCallerIdentity", {"UserId": "AIDAIOSFODNN7EXAMPLE", "Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/carlos"}, [None, "Arn", "[Account,Arn]"]),
    ("ListGroups", {"Groups": [{"GroupName": name} for name in TEXTS], "IsTruncated": False}, [None, "Groups[].GroupName"]),
    ("ListGroups", {"Groups": [{"GroupName": name, "Path": name} for name in TEXTS[-5:]], "IsTruncated": False}, [None]),
    ("ListGroups", {"Groups": [{"GroupName": "a", "Inner": [1, [2, [3]], {"x": {}}]}, {"Other": None, "GroupName": "b", "Inner": []}]}, [None, "Groups[].Inner", "Groups[0].Inner", "Groups[].Inner[]"]),
]

NAMES = ["iam", "list-users", "--query", "{Names: Users[].UserName, Next: NextToken, More: IsTruncated, Marker: Marker}"]
TEXT = ["iam", "list-users", "--output", "text"]
TOKEN = "eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAyfQ=="
MIDDLE = base64.b64encode(b'{"Marker": "dXNlci0y", "boto_truncate_amount": 1}').decode()

PAGES = [
    NAMES, [*NAMES, "--max-items", "2"], [*NAMES, "--max-items", "7"], [*NAMES, "--max-items", "8"], [*NAMES, "--max-items", "3", "--page-size", "3"],
    [*NAMES, "--page-size", "2"], [*NAMES, "--page-size", "3", "--max-items", "5"], [*NAMES, "--page-size", "3", "--max-items", "6"], [*NAMES, "--starting-token", TOKEN],
    [*NAMES, "--starting-token", TOKEN, "--max-items", "2"], [*NAMES, "--starting-token", MIDDLE, "--page-size", "2"], [*NAMES, "--starting-token", MIDDLE, "--page-size", "2", "--max-items", "1"],
    [*NAMES, "--starting-token", "dXNlci0y"], [*NAMES, "--starting-token", "dXNlci0y___1"], [*NAMES, "--starting-token", "None"], [*NAMES, "--starting-token", "a___b___c"],
    [*NAMES, "--no-paginate"], [*NAMES, "--no-paginate", "--max-items", "2"], [*NAMES, "--no-paginate", "--page-size", "2"], [*NAMES, "--no-paginate", "--starting-token", "x"],
    [*NAMES, "--no-paginate", "--max-items", "2", "--marker", "dXNlci0y"], [*NAMES, "--marker", "dXNlci0y"], [*NAMES, "--marker", "dXNlci0y", "--max-items", "2"], [*NAMES, "--max-items", "0"], [*NAMES, "--max-items", "-2"],
    [*NAMES, "--page-size", "0"], [*TEXT, "--query", "Users[].UserName"], [*TEXT, "--query", "Users[].UserName", "--page-size", "3"], [*TEXT, "--query", "Users[].[UserName]", "--page-size", "3", "--max-items", "4"],
    [*TEXT, "--page-size", "3", "--query", "NextToken", "--max-items", "2"], [*NAMES, "--cli-input-json", '{"PathPrefix": "/"}', "--page-size", "4"],
]
