// The AWS SDK for Go v2 against the endpoint that the environment names: chains, errors by code, paginators, waiters, presigned requests.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

const account = "123456789012"

var (
	endpoint = os.Getenv("AWS_ENDPOINT_URL")
	region   = "us-east-1"
	ctx      = context.Background()
)

func done(err error) {
	if err != nil {
		panic(err)
	}
}

func hold(is bool, what string) {
	if !is {
		panic(what)
	}
}

func refused(code string, err error) {
	var refusal smithy.APIError
	hold(errors.As(err, &refusal), fmt.Sprintf("%s was expected, not %v", code, err))
	hold(refusal.ErrorCode() == code, refusal.Error())
}

func clients(id, secret, token string) (*iam.Client, *sts.Client) {
	keys := credentials.NewStaticCredentialsProvider(id, secret, token)
	return iam.New(iam.Options{Region: region, Credentials: keys, EndpointResolver: iam.EndpointResolverFromURL(endpoint)}),
		sts.New(sts.Options{Region: region, Credentials: keys, EndpointResolver: sts.EndpointResolverFromURL(endpoint)})
}

func trust(principal string) *string {
	return aws.String(fmt.Sprintf(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"sts:AssumeRole"}}`, principal))
}

func main() {
	root, _ := clients(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), "")

	for number := 0; number < 25; number++ {
		_, err := root.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String(fmt.Sprintf("user%02d", number))})
		done(err)
	}
	pages := iam.NewListUsersPaginator(root, &iam.ListUsersInput{MaxItems: aws.Int32(10)})
	found := 0
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		done(err)
		found += len(page.Users)
	}
	hold(found == 25, "every user is on a page")

	_, err := root.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("nobody")})
	var missing *types.NoSuchEntityException
	hold(errors.As(err, &missing), "an error is of its own type")
	hold(missing.ErrorMessage() == "The user with name nobody cannot be found.", missing.ErrorMessage())

	role, err := root.CreateRole(ctx, &iam.CreateRoleInput{
		RoleName: aws.String("reader"), AssumeRolePolicyDocument: trust("arn:aws:iam::" + account + ":user/user00"),
	})
	done(err)
	_, err = root.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{
		RoleName: aws.String("reader"), PolicyArn: aws.String("arn:aws:iam::aws:policy/IAMReadOnlyAccess"),
	})
	done(err)
	done(iam.NewRoleExistsWaiter(root).Wait(ctx, &iam.GetRoleInput{RoleName: aws.String("reader")}, time.Minute))

	made, err := root.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String("user00")})
	done(err)
	_, user := clients(*made.AccessKey.AccessKeyId, *made.AccessKey.SecretAccessKey, "")
	assumed, err := user.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: role.Role.Arn, RoleSessionName: aws.String("go")})
	done(err)
	hold(*assumed.AssumedRoleUser.Arn == "arn:aws:sts::"+account+":assumed-role/reader/go", *assumed.AssumedRoleUser.Arn)
	keys := assumed.Credentials
	reader, session := clients(*keys.AccessKeyId, *keys.SecretAccessKey, *keys.SessionToken)
	_, err = reader.ListUsers(ctx, &iam.ListUsersInput{})
	done(err)
	_, err = reader.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("x")})
	refused("AccessDenied", err)
	_, stranger := clients(*made.AccessKey.AccessKeyId, "wrong", "")
	_, err = stranger.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	refused("SignatureDoesNotMatch", err)

	presigned, err := sts.NewPresignClient(session).PresignGetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	done(err)
	answer, err := http.Get(presigned.URL)
	done(err)
	body, err := io.ReadAll(answer.Body)
	done(err)
	hold(strings.Contains(string(body), ":assumed-role/reader/go</Arn>"), string(body))

	region = "us-gov-west-1"
	abroad, _ := clients(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), "")
	new, err := abroad.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("abroad")})
	done(err)
	hold(*new.User.Arn == "arn:aws-us-gov:iam::"+account+":user/abroad", *new.User.Arn)
}
