// What `@micro/core/testing` offers. Names only: each has its home in the file named.
export { CookieJar } from './cookie-jar.ts'
export {
  type FormValues,
  TestClient,
  testClient,
  type TestClientOptions,
  type TestRequest,
} from './test-client.ts'
export { TestResponse } from './test-response.ts'
export { inMemory, overSocket, type Received, type Transport } from './transport.ts'
