// What `@micro/core/testing` offers. Names only: each has its home in the file named.
export type { ExtensionRule } from './conformance/rules.ts'
export type { ExtensionTrial } from './conformance/trial.ts'
export { CookieJar } from './cookie-jar.ts'
export { stub } from './stub.ts'
export { type AddTest, type ExtensionRuleResult, extensionSuite, testExtension } from './test-extension.ts'
export {
  type FormValues,
  TestClient,
  testClient,
  type TestClientOptions,
  type TestRequest,
} from './test-client.ts'
export { TestResponse } from './test-response.ts'
export { inMemory, overSocket, type Received, type Transport } from './transport.ts'
