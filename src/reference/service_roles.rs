//! Services that have a role of their own in an account: its name, and the policy that AWS attaches to it.
//!
//! The best-known services; AWS has no list that says it of all. Source: IAM User Guide, "AWS services that work with IAM", and the
//! pages of the services, "Using service-linked roles".

/// A role that AWS makes for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceRole {
    /// `name.amazonaws.com`
    pub service: &'static str,
    /// The role's name, without a suffix.
    pub role: &'static str,
    /// Name of the AWS managed policy under `/aws-service-role/`.
    pub policy: &'static str,
    /// Whether an account may have several, told apart by a suffix.
    pub suffix: bool,
}

const fn row(service: &'static str, role: &'static str, policy: &'static str) -> ServiceRole {
    ServiceRole {
        service,
        role,
        policy,
        suffix: false,
    }
}

impl ServiceRole {
    const fn with_suffix(mut self) -> Self {
        self.suffix = true;
        self
    }
}

/// The table, sorted by service.
pub const SERVICE_ROLES: &[ServiceRole] = &[
    row(
        "access-analyzer.amazonaws.com",
        "AWSServiceRoleForAccessAnalyzer",
        "AccessAnalyzerServiceRolePolicy",
    ),
    row(
        "apprunner.amazonaws.com",
        "AWSServiceRoleForAppRunner",
        "AppRunnerServiceRolePolicy",
    ),
    row(
        "autoscaling.amazonaws.com",
        "AWSServiceRoleForAutoScaling",
        "AutoScalingServiceRolePolicy",
    )
    .with_suffix(),
    row(
        "backup.amazonaws.com",
        "AWSServiceRoleForBackup",
        "AWSBackupServiceLinkedRolePolicyForBackup",
    ),
    row(
        "batch.amazonaws.com",
        "AWSServiceRoleForBatch",
        "BatchServiceRolePolicy",
    ),
    row(
        "cks.kms.amazonaws.com",
        "AWSServiceRoleForKeyManagementServiceCustomKeyStores",
        "AWSKeyManagementServiceCustomKeyStoresServiceRolePolicy",
    ),
    row(
        "cloud9.amazonaws.com",
        "AWSServiceRoleForAWSCloud9",
        "AWSCloud9ServiceRolePolicy",
    ),
    row(
        "cloudtrail.amazonaws.com",
        "AWSServiceRoleForCloudTrail",
        "CloudTrailServiceRolePolicy",
    ),
    row(
        "compute-optimizer.amazonaws.com",
        "AWSServiceRoleForComputeOptimizer",
        "ComputeOptimizerServiceRolePolicy",
    ),
    row(
        "config.amazonaws.com",
        "AWSServiceRoleForConfig",
        "AWSConfigServiceRolePolicy",
    ),
    row(
        "connect.amazonaws.com",
        "AWSServiceRoleForAmazonConnect",
        "AmazonConnectServiceLinkedRolePolicy",
    )
    .with_suffix(),
    row(
        "dax.amazonaws.com",
        "AWSServiceRoleForDAX",
        "DAXServiceRolePolicy",
    ),
    row(
        "dynamodb.application-autoscaling.amazonaws.com",
        "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
        "AWSApplicationAutoscalingDynamoDBTablePolicy",
    ),
    row(
        "ec2fleet.amazonaws.com",
        "AWSServiceRoleForEC2Fleet",
        "AWSEC2FleetServiceRolePolicy",
    ),
    row(
        "ecs.amazonaws.com",
        "AWSServiceRoleForECS",
        "AmazonECSServiceRolePolicy",
    ),
    row(
        "ecs.application-autoscaling.amazonaws.com",
        "AWSServiceRoleForApplicationAutoScaling_ECSService",
        "AWSApplicationAutoscalingECSServicePolicy",
    ),
    row(
        "eks-fargate.amazonaws.com",
        "AWSServiceRoleForAmazonEKSForFargate",
        "AmazonEKSForFargateServiceRolePolicy",
    ),
    row(
        "eks-nodegroup.amazonaws.com",
        "AWSServiceRoleForAmazonEKSNodegroup",
        "AWSServiceRoleForAmazonEKSNodegroup",
    ),
    row(
        "eks.amazonaws.com",
        "AWSServiceRoleForAmazonEKS",
        "AmazonEKSServiceRolePolicy",
    ),
    row(
        "elasticache.amazonaws.com",
        "AWSServiceRoleForElastiCache",
        "ElastiCacheServiceRolePolicy",
    ),
    row(
        "elasticbeanstalk.amazonaws.com",
        "AWSServiceRoleForElasticBeanstalk",
        "AWSElasticBeanstalkServiceRolePolicy",
    ),
    row(
        "elasticfilesystem.amazonaws.com",
        "AWSServiceRoleForAmazonElasticFileSystem",
        "AmazonElasticFileSystemServiceRolePolicy",
    ),
    row(
        "elasticloadbalancing.amazonaws.com",
        "AWSServiceRoleForElasticLoadBalancing",
        "AWSElasticLoadBalancingServiceRolePolicy",
    ),
    row(
        "elasticmapreduce.amazonaws.com",
        "AWSServiceRoleForEMRCleanup",
        "AmazonEMRCleanupPolicy",
    ),
    row(
        "es.amazonaws.com",
        "AWSServiceRoleForAmazonElasticsearchService",
        "AmazonElasticsearchServiceRolePolicy",
    ),
    row(
        "fms.amazonaws.com",
        "AWSServiceRoleForFMS",
        "FMSServiceRolePolicy",
    ),
    row(
        "fsx.amazonaws.com",
        "AWSServiceRoleForAmazonFSx",
        "AmazonFSxServiceRolePolicy",
    ),
    row(
        "globalaccelerator.amazonaws.com",
        "AWSServiceRoleForGlobalAccelerator",
        "AWSGlobalAcceleratorSLRPolicy",
    ),
    row(
        "guardduty.amazonaws.com",
        "AWSServiceRoleForAmazonGuardDuty",
        "AmazonGuardDutyServiceRolePolicy",
    ),
    row(
        "inspector2.amazonaws.com",
        "AWSServiceRoleForAmazonInspector2",
        "AmazonInspector2ServiceRolePolicy",
    ),
    row(
        "kafka.amazonaws.com",
        "AWSServiceRoleForKafka",
        "KafkaServiceRolePolicy",
    ),
    row(
        "kafkaconnect.amazonaws.com",
        "AWSServiceRoleForKafkaConnect",
        "KafkaConnectServiceRolePolicy",
    ),
    row(
        "lakeformation.amazonaws.com",
        "AWSServiceRoleForLakeFormationDataAccess",
        "LakeFormationDataAccessServiceRolePolicy",
    ),
    row(
        "lex.amazonaws.com",
        "AWSServiceRoleForLexBots",
        "LexBotPolicy",
    ),
    row(
        "lexv2.amazonaws.com",
        "AWSServiceRoleForLexV2Bots",
        "AmazonLexV2BotPolicy",
    )
    .with_suffix(),
    row(
        "logger.cloudfront.amazonaws.com",
        "AWSServiceRoleForCloudFrontLogger",
        "AWSCloudFrontLogger",
    ),
    row(
        "macie.amazonaws.com",
        "AWSServiceRoleForAmazonMacie",
        "AmazonMacieServiceRolePolicy",
    ),
    row(
        "opensearchservice.amazonaws.com",
        "AWSServiceRoleForAmazonOpenSearchService",
        "AmazonOpenSearchServiceRolePolicy",
    ),
    row(
        "ops.apigateway.amazonaws.com",
        "AWSServiceRoleForAPIGateway",
        "APIGatewayServiceRolePolicy",
    ),
    row(
        "organizations.amazonaws.com",
        "AWSServiceRoleForOrganizations",
        "AWSOrganizationsServiceTrustPolicy",
    ),
    row(
        "rds.amazonaws.com",
        "AWSServiceRoleForRDS",
        "AmazonRDSServiceRolePolicy",
    ),
    row(
        "redshift.amazonaws.com",
        "AWSServiceRoleForRedshift",
        "AmazonRedshiftServiceLinkedRolePolicy",
    ),
    row(
        "replication.dynamodb.amazonaws.com",
        "AWSServiceRoleForDynamoDBReplication",
        "DynamoDBReplicationServiceRolePolicy",
    ),
    row(
        "replicator.lambda.amazonaws.com",
        "AWSServiceRoleForLambdaReplicator",
        "AWSLambdaReplicator",
    ),
    row(
        "securityhub.amazonaws.com",
        "AWSServiceRoleForSecurityHub",
        "AWSSecurityHubServiceRolePolicy",
    ),
    row(
        "spot.amazonaws.com",
        "AWSServiceRoleForEC2Spot",
        "AWSEC2SpotServiceRolePolicy",
    ),
    row(
        "spotfleet.amazonaws.com",
        "AWSServiceRoleForEC2SpotFleet",
        "AWSEC2SpotFleetServiceRolePolicy",
    ),
    row(
        "ssm.amazonaws.com",
        "AWSServiceRoleForAmazonSSM",
        "AmazonSSMServiceRolePolicy",
    ),
    row(
        "sso.amazonaws.com",
        "AWSServiceRoleForSSO",
        "AWSSSOServiceRolePolicy",
    ),
    row(
        "support.amazonaws.com",
        "AWSServiceRoleForSupport",
        "AWSSupportServiceRolePolicy",
    ),
    row(
        "transitgateway.amazonaws.com",
        "AWSServiceRoleForVPCTransitGateway",
        "AWSVPCTransitGatewayServiceRolePolicy",
    ),
    row(
        "trustedadvisor.amazonaws.com",
        "AWSServiceRoleForTrustedAdvisor",
        "AWSTrustedAdvisorServiceRolePolicy",
    ),
    row(
        "wafv2.amazonaws.com",
        "AWSServiceRoleForWAFV2Logging",
        "WAFV2LoggingServiceRolePolicy",
    ),
];

/// The role of a service, if it is known to have one.
#[must_use]
pub fn of(service: &str) -> Option<&'static ServiceRole> {
    SERVICE_ROLES.iter().find(|role| role.service == service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::managed_policies;

    #[test]
    fn every_policy_is_in_the_catalogue_and_the_table_is_sorted() {
        for role in SERVICE_ROLES {
            let arn = format!("arn:aws:iam::aws:policy/aws-service-role/{}", role.policy);
            assert!(managed_policies::find(&arn).is_some(), "{arn}");
        }
        assert!(SERVICE_ROLES.is_sorted_by_key(|role| role.service));
    }
}
