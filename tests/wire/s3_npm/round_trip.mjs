// Puts, gets and lists through the AWS SDKs for JavaScript; says what came back, as JSON.
//
// Usage: node round_trip.mjs v2|v3 ENDPOINT BUCKET
import {createHash} from 'node:crypto'
import {Readable} from 'node:stream'
import {buffer} from 'node:stream/consumers'

const [generation, endpoint, Bucket] = process.argv.slice(2)
const credentials = {accessKeyId: 'test', secretAccessKey: 'test'}
const large = Buffer.alloc(3_000_000, 'abc')
const key = "a b+c/é~*'()!.json"

const v3 = async () => {
  const {S3} = await import('@aws-sdk/client-s3')
  const {GetObjectCommand} = await import('@aws-sdk/client-s3')
  const {getSignedUrl} = await import('@aws-sdk/s3-request-presigner')
  const s3 = new S3({endpoint, region: 'us-east-1', credentials, maxAttempts: 1})
  return {
    call: (operation, input) => s3[operation](input),
    body: async answer => Buffer.from(await answer.Body.transformToByteArray()),
    url: input => getSignedUrl(s3, new GetObjectCommand(input), {expiresIn: 60}),
    stream: () => ({Body: Readable.from([large.subarray(0, 1000), large.subarray(1000)]), ContentLength: large.length}),
  }
}

const v2 = async () => {
  process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1'
  const {default: AWS} = await import('aws-sdk')
  const s3 = new AWS.S3({endpoint, region: 'us-east-1', credentials, s3ForcePathStyle: true, maxRetries: 0,
                         signatureVersion: 'v4'})
  return {
    call: (operation, input) => s3[operation](input).promise(),
    body: async answer => answer.Body,
    url: input => s3.getSignedUrlPromise('getObject', {...input, Expires: 60}),
    stream: () => ({Body: large}),
  }
}

const sdk = await (generation === 'v3' ? v3 : v2)()
const found = {}
await sdk.call('createBucket', {Bucket})
const put = await sdk.call('putObject', {Bucket, Key: key, Body: '{}', ContentType: 'application/json', Metadata: {n: '1'}})
found.etag = put.ETag
const got = await sdk.call('getObject', {Bucket, Key: key})
found.text = (await sdk.body(got)).toString()
found.metadata = got.Metadata
found.signed = await (await fetch(await sdk.url({Bucket, Key: key}))).text()

await sdk.call('putObject', {Bucket, Key: 'stream', ...sdk.stream()})
const stream = await sdk.call('getObject', {Bucket, Key: 'stream'})
found.encoding = stream.ContentEncoding ?? null
found.same = createHash('md5').update(await sdk.body(stream)).digest('hex') === createHash('md5').update(large).digest('hex')

await sdk.call('putBucketNotificationConfiguration', {Bucket, NotificationConfiguration: {LambdaFunctionConfigurations: [{
  Id: 'EmailSender', Events: ['s3:ObjectCreated:Put'],
  LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender'}]}, SkipDestinationValidation: true})
const configured = await sdk.call('getBucketNotificationConfiguration', {Bucket})
found.notified = configured.LambdaFunctionConfigurations.map(rule => rule.Id)
const listed = await sdk.call('listObjectsV2', {Bucket, MaxKeys: 1})
const rest = await sdk.call('listObjectsV2', {Bucket, ContinuationToken: listed.NextContinuationToken})
found.keys = [...listed.Contents, ...rest.Contents].map(object => object.Key)
found.missing = await sdk.call('getObject', {Bucket, Key: 'none'}).catch(error => error.name)
const deleted = await sdk.call('deleteObjects', {Bucket, Delete: {Objects: found.keys.map(Key => ({Key}))}})
found.deleted = deleted.Deleted.length
await sdk.call('deleteBucket', {Bucket})
console.log(JSON.stringify(found))
