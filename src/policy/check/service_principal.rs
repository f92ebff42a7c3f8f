//! Names of AWS services as principals.
//!
//! AWS stores a trust policy only if it knows the service. It publishes no list, so this one is put together from the
//! endpoints of botocore 1.43.11 and AWS's managed policies, and completed by hand. A name is taken for known if any of its labels
//! is, as in `ops.apigateway.amazonaws.com` or `states.eu-west-1.amazonaws.com`: better one too many than a wrong refusal.
//! Source: IAM User Guide, "AWS service principals".

/// Whether AWS can be expected to know the service.
pub(super) fn is_known(name: &str) -> bool {
    SUFFIXES
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .is_some_and(|labels| labels.split('.').all(is_label) && labels.split('.').any(is_service))
}

fn is_label(label: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !label.is_empty() && label.bytes().all(allowed)
}

fn is_service(label: &str) -> bool {
    SERVICES
        .split_ascii_whitespace()
        .any(|known| known == label)
}

const SUFFIXES: [&str; 4] = [
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".aws.internal",
];

const SERVICES: &str = "\
    access-analyzer account account-access acm acm-pca aco-automation agent-registry agreement-marketplace aidevops \
    aiops airflow airflow-env airflow-serverless amplify amplifybackend amplifyuibuilder aoss apigateway \
    app-integrations appconfig appconfigdata appfabric appflow application-autoscaling application-cost-profiler \
    application-insights application-signals applicationinsights appmesh apprunner appstream appstream2 appsync aps \
    arc-region-switch arc-zonal-shift artifact athena auditmanager autoscaling autoscaling-plans \
    aws-artifact-account-sync aws-marketplace awsssoportal b2bi backup backup-gateway backup-search batch \
    batchoperations bcm bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions bedrock \
    bedrock-agent bedrock-agent-runtime bedrock-agentcore bedrock-agentcore-control bedrock-data-automation \
    bedrock-data-automation-runtime bedrock-runtime billing billingconductor billingconsole braket budgets bugbust \
    byol capacitymanager cases cassandra cassandra-streams ce chatbot chime cks cleanrooms cleanrooms-ml cloud9 \
    cloudcontrolapi clouddirectory cloudformation cloudfront cloudfront-keyvaluestore cloudhsm cloudhsmv2 \
    cloudsearch cloudsearchdomain cloudtrail cloudtrail-data cloudwatch cloudwatch-crossaccount codeartifact \
    codebuild codecatalyst codecatalyst-runner codecommit codeconnections codedeploy codeguru-profiler \
    codeguru-reviewer codeguru-security codepipeline codestar codestar-connections codestar-notifications \
    cognito-identity cognito-identity-us-gov cognito-idp cognito-sync comprehend comprehendmedical compute-optimizer \
    config config-conforms connect connect-campaigns contact-lens controlcatalog controltower cost-optimization-hub \
    cur data-signer databrew dataexchange datapipeline datasync datazone datazonecontrol dax deadline deepcomposer \
    deeplens deepracer delivery deployment-marketplace detective devicefarm devops-guru directconnect discovery \
    discovery-marketplace dlm dms docdb-elastic drs ds ds-data dsql dynamodb ebs ec2 ec2-instance-connect \
    ec2fastlaunch ec2fleet ec2scheduled ecr ecr-public ecs ecs-compute ecs-tasks edgelambda eks eks-auth \
    eks-connector eks-fargate eks-fargate-pods eks-nodegroup elasticache elasticbeanstalk elasticfilesystem \
    elasticloadbalancing elasticmapreduce elastictranscoder elemental-inference email emr-containers emr-serverless \
    entityresolution es events evs execute-api export finspace finspace-api firehose fis fms forecast forecastquery \
    frauddetector freetier fsx gamelift gameliftstreams geo geo-maps geo-places geo-routes glacier globalaccelerator \
    glue grafana greengrass groundstation guardduty health health-agent healthlake iam identity-chime identitystore \
    imagebuilder importexport inspector inspector-scan inspector2 integrations interconnect internetmonitor \
    invoicing iot iot-jobs-data iotdata iotdeviceadvisor iotevents ioteventsdata iotfleetwise iotmanagedintegrations \
    iotroborunner iotsitewise iotthingsgraph iottwinmaker iotwireless iq ivs ivschat ivsrealtime kafka kafkaconnect \
    kendra kendra-ranking kinesis kinesisanalytics kinesisvideo kms lakeformation lambda launchwizard lex lexv2 \
    license-manager license-manager-linux-subscriptions license-manager-user-subscriptions lightsail location \
    logdelivery logger logs lookoutequipment lookoutmetrics m2 machinelearning macie macie2 mail-manager \
    managedblockchain managedblockchain-query marketplace marketplacecommerceanalytics media-pipelines-chime \
    mediaconnect mediaconvert medialive mediapackage mediapackage-vod mediapackagev2 mediastore mediatailor \
    medical-imaging meetings-chime member-account memory-db memorydb messaging-chime mgh mgn migrationhub \
    migrationhub-config migrationhub-orchestrator migrationhub-strategy mobilehub mobiletargeting models-v2-lex \
    monitoring monitron mpa mq mturk-requester neptune-db neptune-graph network-firewall network-security-director \
    network-security-manager networkflowmonitor networkmanager networkmonitor nimble nodegroup notifications \
    notifications-contacts nova-act oam observabilityadmin odb oidc omics opensearch opensearchservice opsworks \
    opsworks-cm organizations osis outposts panorama partnercentral-account partnercentral-account-management \
    partnercentral-benefits partnercentral-channel partnercentral-selling payment-cryptography pca-connector-ad \
    pca-connector-scep pcs personalize personalize-events personalize-runtime pi pinpoint pipes polly pricing \
    profile proton q qapps qbusiness qldb quicksight ram rbin rds rds-data redshift redshift-data \
    redshift-serverless refactor-spaces rekognition replicator reporting-marketplace repostspace researchstudio \
    resiliencehub resource-explorer-2 resource-groups robomaker rolesanywhere route53 route53-recovery-cluster \
    route53-recovery-control-config route53-recovery-readiness route53domains route53globalresolver route53profiles \
    route53resolver rtbfabric rum runtime-v2-lex s3 s3-control s3-outposts s3-outposts-replication s3files s3tables \
    s3vectors sagemaker sagemaker-geospatial savingsplans scheduler schemas scn sdb secretsmanager security-ir \
    securityagent securityhub securityhubv2 securitylake serverlessrepo servicecatalog servicecatalog-appregistry \
    servicediscovery servicequotas ses shield signer signin simspaceweaver sms sms-voice snow-device-management \
    snowball sns social-messaging spot spotfleet sqs ssm ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup \
    ssm-sap sso sso-oauth states storagegateway streams sts support supportapp supportplans sustainability swf \
    synthetics tag tax textract thinclient timestream timestream-influxdb tnb transcribe transfer transform-custom \
    transitgateway translate trustedadvisor uxc verifiedpermissions vmie voice-chime voiceid vpc-flow-logs \
    vpc-lattice waf waf-regional wafv2 wam wellarchitected wickr wisdom workdocs worklink workmail \
    workmailmessageflow workspaces workspaces-instances workspaces-web xray";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c10_services_are_known_by_a_label() {
        for name in [
            "ec2.amazonaws.com",
            "ec2.amazonaws.com.cn",
            "lambda.amazonaws.com",
            "edgelambda.amazonaws.com",
            "ecs-tasks.amazonaws.com",
            "vpc-flow-logs.amazonaws.com",
            "ops.apigateway.amazonaws.com",
            "pods.eks.amazonaws.com",
            "states.eu-west-1.amazonaws.com",
            "cloudtrail.amazonaws.com",
            "monitoring.rds.amazonaws.com",
        ] {
            assert!(is_known(name), "{name}");
        }
        for name in [
            "nosuch.amazonaws.com",
            "amazonaws.com",
            ".amazonaws.com",
            "ec2",
            "ec2.example.com",
            "*.amazonaws.com",
            "EC2.amazonaws.com",
            "ec2..amazonaws.com",
        ] {
            assert!(!is_known(name), "{name}");
        }
    }
}
