/** What any function with these two clients would load: as much of the SDK as the monitor uses, and nothing of ours. */
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

export const handler = (): unknown[] => [
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  paginateQuery,
  ConditionalCheckFailedException,
  SNSClient,
  PublishCommand,
];
