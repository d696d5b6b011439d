// What `@micro/core` offers. Names only: each has its home in the file named.
export { App, type AppOptions } from './app/app.ts'
export { Blueprint, type BlueprintOptions } from './app/blueprint.ts'
export type { ContextOf } from './app/context-of.ts'
export { defineExtension } from './app/define-extension.ts'
export type {
  AppSetup,
  BlueprintRef,
  Extension,
  LifespanHook,
  LifespanOptions,
  Registration,
} from './app/extension.ts'
export type { Handler, MethodsOptions, RouteOptions, UnansweredOptions, Verb } from './app/handler.ts'
export type { MountOptions } from './app/mount-options.ts'
export type { Mountable } from './app/mountable.ts'
export type { ParamsOf, PathLike } from './app/params-of.ts'
export type { Expects, RequestHooks, UrlDefaults } from './app/request-hooks.ts'
export type { RouteListing } from './app/route-table.ts'
export { Route } from './app/route.ts'
export type { StaticOptions } from './app/static-folder.ts'
export type { CoreSettings, Settings } from './app/settings.ts'
export type { UrlBuildErrorHandler } from './app/urls.ts'
export { MethodView, View, type ViewClass } from './app/view.ts'

export { AppContext } from './context/app-context.ts'
export { type Clock, clockContract, now } from './context/clock.ts'
export type { Command, CommandArgument, CommandInput, CommandOption } from './context/command.ts'
export type { AfterThisRequest, AnyParams, Context } from './context/context.ts'
export { type Contract, defineContract } from './context/contract.ts'
export { currentApp, currentContext, hasContext, keepContext } from './context/current.ts'
export {
  eventStream,
  type EventStreamOptions,
  type EventStreamSource,
  type StreamEvent,
} from './context/event-stream.ts'
export type { Execution } from './context/execution.ts'
export { defineKey, type Key } from './context/key.ts'
export { html, json, respond } from './context/respond.ts'
export type { ContextOptions, ExtensionRef, RouteRef, RunningApp } from './context/running-app.ts'
export { type Session, sessionContract, type SessionProvider } from './context/session.ts'
export type {
  ContextProcessor,
  TemplateFilter,
  TemplateFolder,
  TemplateSurface,
  TemplateTest,
} from './context/template-surface.ts'
export {
  appContextPopped,
  appContextPushed,
  beforeRenderTemplate,
  gotRequestException,
  messageFlashed,
  type RenderedTemplateInfo,
  requestFinished,
  requestStarted,
  requestTearingDown,
  templateRendered,
} from './context/signals.ts'
export { sendFile, type SendFileOptions, sendFrom } from './context/send-file.ts'
export { urlFor } from './context/url-for.ts'
export type { UrlOptions } from './context/url-options.ts'

export { type CoreErrorCode, coreErrors } from './ground/codes.ts'
export {
  Config,
  type ConfigEntry,
  type ConfigFileOptions,
  type ConfigLayer,
  type ConfigValues,
} from './ground/config.ts'
export {
  defineErrors,
  type ErrorFactory,
  type ErrorTable,
  type ErrorText,
  MicroError,
} from './ground/errors.ts'
export {
  abort,
  BadGateway,
  BadRequest,
  Conflict,
  ContentTooLarge,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  GatewayTimeout,
  Gone,
  HttpError,
  type HttpErrorClass,
  type HttpErrorOptions,
  HttpVersionNotSupported,
  ImATeapot,
  InternalServerError,
  LengthRequired,
  Locked,
  MethodNotAllowed,
  MisdirectedRequest,
  NotAcceptable,
  NotFound,
  NotImplemented,
  PreconditionFailed,
  PreconditionRequired,
  RangeNotSatisfiable,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnprocessableContent,
  UnsupportedMediaType,
  UriTooLong,
} from './ground/http-error.ts'
export { createJson, defaultJson, type JsonProvider } from './ground/json.ts'
export { type JsonOptions, type JsonType, jsonType } from './ground/json-writer.ts'
export { consoleLogger, type LogFields, type Logger } from './ground/logger.ts'
export {
  defineOptions,
  booleanOption,
  integerOption,
  choiceOption,
  type Option,
  customOption,
  optionalStringOption,
  type OptionsOf,
  type OptionTable,
  stringOption,
  stringListOption,
} from './ground/options.ts'
export { isPromise, type MaybePromise } from './ground/promise.ts'
export { defineSignal, type Receiver, type Signal } from './ground/signal.ts'
export { statusPhrase } from './ground/status.ts'
export type { SchemaIssue, SchemaResult, StandardSchema } from './ground/schema.ts'

export { type Authorization, formatChallenge, parseAuthorization } from './http/authorization.ts'
export type { CacheControl } from './http/cache-control.ts'
export type { CookieArguments, CookieAttributes, CookieOptions } from './http/cookie-options.ts'
export { Fields } from './http/fields.ts'
export { fileType } from './http/file-type.ts'
export type { ProxyTrust } from './http/forwarded.ts'
export { clientNetwork } from './http/ip.ts'
export { secureFilename } from './http/safe-name.ts'

export type { FileSource, OpenFile } from './message/file-source.ts'
export { MemoryFiles } from './message/memory-files.ts'
export { Form } from './message/form.ts'
export { checkPreconditions, type CurrentState, type PreconditionOptions } from './message/preconditions.ts'
export { localPath, redirect, redirectBack, type RedirectStatus } from './message/redirect.ts'
export { ReplyHeaders } from './message/reply-headers.ts'
export type { ReplyBody } from './message/reply-body.ts'
export { HTML, JSON_TYPE, Reply, type ReplyOptions, TEXT } from './message/reply.ts'
export { RequestHeaders } from './message/request-headers.ts'
export type { RequestHead } from './message/request-head.ts'
export { Request } from './message/request.ts'
export type { FetchSite, RequestWithoutBody } from './message/request-without-body.ts'
export type { Source } from './message/source.ts'
export { stream, type StreamOptions, type StreamSource } from './message/stream-reply.ts'
export type { Returned } from './message/to-reply.ts'
export { UploadedFile } from './message/uploaded-file.ts'
export { Part } from './message/part.ts'
export {
  type Checked,
  checked,
  type FieldProblem,
  type FieldValues,
  type RequestProblem,
  validate,
} from './message/validation.ts'

export { escapeHtml } from './pipeline/error-page.ts'
export type { Listener, ListenOptions } from './pipeline/platform.ts'
export type {
  AfterHook,
  BeforeHook,
  ErrorClass,
  ErrorHandler,
  Middleware,
  TeardownHook,
  UrlValuePreprocessor,
} from './pipeline/scope.ts'

export { type Converter, type ConverterFactory, defineConverter } from './routing/converter.ts'
export type { PathParams } from './routing/path-types.ts'
export type { Path } from './routing/path.ts'
export { definePaths } from './routing/paths.ts'
