import { defineErrors, type ErrorFactory } from './errors.ts'

const CODES = {
  // Requests and replies
  ABORT_STATUS: {
    message: 'An error reply cannot have the status {status}.',
    fix: 'Use a whole number from 400 to 599; for other statuses return `respond(body, { status })`.',
  },
  REPLY_STATUS: {
    message: 'A reply cannot have the status {status}.',
    fix: 'Use a whole number from 200 to 599.',
  },
  RETURNED_NOTHING: {
    message: '{endpoint} returned nothing.',
    fix: 'Return what the client shall get: a text, an object, a `Reply`; or `respond(null, { status: 204 })` for no body.',
  },
  RETURNED_VALUE: {
    message: '{endpoint} returned a value of type {type}, which cannot be sent.',
    fix: 'Return a text, a plain object or array, bytes, a stream, or a `Reply`; `json(value)` sends any JSON value.',
  },
  RETURNED_STREAM: {
    message: '{endpoint} returned a stream that somebody reads already, so nothing of it is left to send.',
    fix: 'Return it unread. To look into a `Response` and send it too, read its `clone()`.',
  },
  HOOK_RETURNED: {
    message: 'A hook on {endpoint} returned a value of type {type}.',
    fix: 'Return nothing; or, where it gets a reply, a new one: `respond(value)`. One on URL values cannot be async.',
  },
  REPLY_SCHEMA: {
    message: 'The JSON of {endpoint} is not what its `reply` schema says: {problems}.',
    fix: 'Return what the schema describes, or correct it. It sees the JSON as it is sent: there a `Date` is a text.',
  },
  REPLY_SENT: {
    message: 'It is too late to set {what}: the reply is on its way to the client.',
    fix: 'Set it before the reply is returned or the first piece of a stream is out; make a new reply for each request.',
  },
  BODY_TAKEN: {
    message: 'The body of this request was read as a stream or as a multipart form already.',
    fix: 'Read it in one way only; or call `request.bytes()` first, which keeps it for all other ways.',
  },
  PART_TAKEN: {
    message: 'The part "{name}" of this form was read already, or the part behind it was asked for.',
    fix: 'Read each part once, before the next one; keep what `bytes()` or `text()` gives.',
  },
  UPLOAD_OVER: {
    message: 'An uploaded file was used after its request: it is removed by then.',
    fix: 'Read or `save()` it, and wait for that, before the reply is returned.',
  },
  UPLOAD_SAVE: {
    message: 'An uploaded file cannot be saved as "{path}": {reason}.',
    fix: 'Give a new path (EEXIST) in a folder that is there (ENOENT) and that this user may write to (EACCES).',
  },
  JSON_VALUE: {
    message: 'JSON has no word for {what}, which stands at {key}.',
    fix: 'Leave it out or give `null`; or let every such value be `null`: `new App({ json: createJson({ nonFinite: "null" }) })`.',
  },
  HANDLER_TIMEOUT: {
    message: '{what} took longer than {timeout} ms, so the client was told 503.',
    fix: 'Make it faster; hand `request.signal` to what it waits for; or raise the `timeout` of the route or the setting `handlerTimeout`.',
  },
  STREAM_CHUNK: {
    message: 'A stream gave a value of type {type}, which cannot be sent.',
    fix: 'Yield texts and bytes; write other values as text: `JSON.stringify(value)`.',
  },
  EARLY_HINT: {
    message: 'An early hint cannot be {value}.',
    fix: 'Write it as in a `Link` field: `</style.css>; rel=preload; as=style`.',
  },
  LIMIT_VALUE: {
    message: 'The limit {limit} cannot be {value}.',
    fix: 'Give a whole number of at least 1. No limit can be switched off: give a larger one.',
  },
  REDIRECT_STATUS: {
    message: 'A redirect cannot have the status {status}.',
    fix: 'Use 301, 302, 303, 307 or 308.',
  },
  REDIRECT_LOCATION: {
    message: 'A client cannot be redirected to {location}.',
    fix: 'Give a path of this site or an `http(s)` address without control characters.',
  },

  // Set-up
  CONFIG_FILE: {
    message: 'The settings in {path} cannot be read: {reason}.',
    fix: 'Check the path, which starts at the working folder, and what the file holds; `optional: true` lets it be missing, `parse` reads other formats than JSON.',
  },
  CONFIG_SCHEMA: {
    message: 'The schema for the section "{name}" does not answer at once.',
    fix: 'Use a schema without asynchronous checks: settings are read before anything is started.',
  },
  CONFIG_LOCKED: {
    message: 'The configuration was read when the app started, so {names} cannot be set any more.',
    fix: 'Configure the app before its first request: in `createApp`, before `app.start()`, `app.run()` and `app.fetch()`.',
  },
  CONFIG_VALUE: {
    message: 'The setting "{key}" is not valid: it {rule}. It came from the {layer} layer.',
    fix: 'Correct `{key}` in the configuration, or its environment variable.',
  },
  EXTENSION_OPTIONS: {
    message: 'The extension "{extension}" cannot be set up: its option "{option}" {rule}.',
    fix: 'Correct it where the extension is registered, or in `app.config` under "{extension}".',
  },
  EXTENSION_SCOPE: {
    message:
      'The extension "{extension}" is registered on the blueprints {blueprints}, and used outside of them.',
    fix: 'Use it in their requests only, or register it on the app. Outside of a request it has to be registered once.',
  },
  EXTENSION_SETUP: {
    message: 'The extension "{extension}" failed to set itself up: {problem}.',
    fix: 'See the cause; `initApp` may do no I/O and must not throw for valid options.',
  },
  EXTENSION_REGISTERED: {
    message: 'The extension "{extension}" is registered on this app already.',
    fix: 'Register it once; for a second set of options make a second extension object.',
  },
  EXTENSION_MISSING: {
    message: 'The extension "{extension}" is not registered on the app "{app}".',
    fix: 'Add `app.register({extension})` where the app is made, with the object that is used here.',
  },
  EXTENSION_REQUIRES: {
    message: 'The extension "{extension}" needs "{required}", which is not registered on the app "{app}".',
    fix: 'Add `app.register({required})`, with the object that was given to "{extension}".',
  },
  EXTENSION_CIRCLE: {
    message: 'The extensions {names} require each other.',
    fix: 'Let one of them work without the other, or meet in a contract (`defineContract`).',
  },
  NAME_TAKEN: {
    message: 'The {kind} "{name}" of {owner} is already there: {other} added it.',
    fix: 'Give one of them another name.',
  },
  BLUEPRINT_NAME: {
    message: 'A blueprint cannot be named {name}.',
    fix: 'Use a name that is not empty and has no dot: dots join the names of nested blueprints.',
  },
  BLUEPRINT_CIRCLE: {
    message: 'The blueprint "{name}" is registered inside of itself.',
    fix: 'Register it on the app, or on a blueprint that is not one of its own.',
  },
  ENDPOINT_NAME: {
    message: 'An endpoint cannot be named {name}.',
    fix: 'Use a name that is not empty and has no dot: a dot stands between blueprint and endpoint.',
  },
  ENDPOINT_TAKEN: {
    message: 'The endpoint "{endpoint}" already leads to another handler.',
    fix: 'Give one of the routes another `endpoint`.',
  },
  ROUTE_HANDLER: {
    message: 'The route "{path}" was given {given} in the place of its handler.',
    fix: 'Give a function, or a class that extends `View`; a route with `redirectTo` or `buildOnly` is added by `route(path, options)`.',
  },
  ERROR_CLASS: {
    message: 'Errors cannot be told by a value of type {type}.',
    fix: 'Give a status from 400 to 599 or a class: `errorHandler(NotFound, handler)`.',
  },
  SETUP_FINISHED: {
    message: '`{method}` was called on {name} after its set-up was finished.',
    fix: 'Call it earlier: an app is set up until its first request or `start()`, a blueprint until it is registered.',
  },
  LIFESPAN_DEADLINE: {
    message: 'A hook of {owner} did not {phase} within {milliseconds} ms.',
    fix: 'Find out what it waits for, or give it more time: `{ deadline: milliseconds }`.',
  },
  APP_NOT_STARTED: {
    message: 'The app "{app}" got a request before it was started.',
    fix: 'Call `await app.start()` first; `app.run()`, `app.listen()` and `app.fetch()` do so themselves.',
  },
  APP_STOPPED: {
    message: 'The app "{app}" has been stopped.',
    fix: 'Make another one: an app starts once.',
  },
  ROOT_PATH_MISSING: {
    message: 'A folder or file was given as "{folder}", but {owner} has no `rootPath` to find it in.',
    fix: 'Pass `rootPath: import.meta.dirname`, or an absolute path.',
  },
  SERVER_NAME_MISSING: {
    message: 'A route asks for the subdomain "{subdomain}", but the name of this site is not known.',
    fix: 'Set `serverName` in the configuration, such as "example.com"; or give the routes a whole `host`.',
  },
  PORT_IN_USE: {
    message: 'Port {port} on {host} is in use by another program.',
    fix: 'Stop that program, or choose another port: `app.run({ port: 5001 })` or MICRO_RUN_PORT=5001.',
  },
  LISTEN_FAILED: {
    message: 'The server cannot listen on {host}, port {port}: {reason}.',
    fix: 'Choose a host of this machine and a port that this user may open.',
  },
  NO_PLATFORM: {
    message: 'This runtime offers no {what}.',
    fix: 'Serve `app.fetch`, and files, by what the runtime has.',
  },

  // Work
  NO_REQUEST: {
    message: 'There is no request here: `currentContext()` and what builds on it work while one is handled.',
    fix: 'Call it from a handler or hook, or pass on what you need from there. In a test, send a request with `testClient(app)`.',
  },
  CONTEXT_CLOSED: {
    message: 'Something was opened for a request, command or job that is over: nobody would close it.',
    fix: 'Open it before the reply is returned; for work that goes on behind it, use `app.inContext(() => ...)`.',
  },
  NO_APP: {
    message: 'There is no app at work here.',
    fix: 'Call it from a request or a command, or inside `app.inContext(() => ...)`.',
  },
  TEST_REQUEST: {
    message: '{problem}.',
    fix: 'Correct the call of the test client.',
  },
  EXTENSION_RULE: {
    message: 'The extension "{extension}" breaks the rule "{rule}": {problem}.',
    fix: 'Change the extension, or what its test says about it; docs/extensions.md explains the rules.',
  },
  URL_EXTERNAL: {
    message: 'A whole address was asked for "{endpoint}", but the host of this site is not known here.',
    fix: 'Set `serverName` in the configuration, such as "example.com".',
  },

  // HTTP values
  HEADER_NAME: {
    message: 'A header field cannot be named {name}.',
    fix: "Use letters, digits and `-`; of other marks only !#$%&'*+.^_`|~ can stand in a name.",
  },
  HEADER_VALUE: {
    message: 'The value of the header field "{name}" holds a character that cannot be sent.',
    fix: 'Take out line breaks and control characters; encode what is not Latin-1, as `encodeURIComponent` does.',
  },
  COOKIE_NAME: {
    message: 'A cookie cannot be named {name}.',
    fix: 'Use letters, digits, `-` and `_`; `__proto__` is no name.',
  },
  COOKIE_ATTRIBUTE: {
    message: 'The cookie "{name}" cannot have `{attribute}: {value}`.',
    fix: 'Its `{attribute}` has to be {rule}.',
  },
  COOKIE_SIZE: {
    message: 'The cookie "{name}" would be {size} bytes long, and browsers drop what is longer than {max}.',
    fix: 'Store the data on the server and put only its id into the cookie.',
  },
  HTTP_DATE: {
    message: 'The date {value} cannot be written in a header field.',
    fix: 'Give a valid Date, or milliseconds since 1970, of a year from 0 to 9999.',
  },
  ETAG_VALUE: {
    message: 'An entity tag cannot be {value}.',
    fix: 'Use visible characters without quotes, such as a hash in hex or base64url.',
  },
  ETAG_BODY: {
    message: 'No entity tag can be made from the body of this reply: {problem}.',
    fix: 'Name the version yourself: `reply.setETag(version)`.',
  },
  CACHE_DIRECTIVE: {
    message: 'The cache directive "{name}" cannot be {value}.',
    fix: 'Give a whole number of seconds, 0 or more.',
  },
  TRUSTED_HOST: {
    message: 'A trusted host cannot be {value}.',
    fix: 'Write a host name without port (`example.com`), or with a dot before it for its subdomains too (`.example.com`).',
  },
  PROXY_PEER: {
    message: 'A trusted proxy cannot be {value}.',
    fix: 'Write an IP address (`10.0.0.1`, `::1`) or a network (`10.0.0.0/8`).',
  },
  PROXY_HOPS: {
    message: 'The number of trusted proxies for "{name}" cannot be {value}.',
    fix: 'Give a whole number from 0 (ignore the field) to 100: how many proxies add a value to it.',
  },
  EVENT_FIELD: {
    message: 'The {name} of a server-sent event cannot be {value}.',
    fix: 'Take line breaks and NUL out of `event` and `id`; give `retry` as a whole number of milliseconds.',
  },

  // Routing
  ROUTE_SYNTAX: {
    message: 'The path "{path}" cannot be read: {problem}.',
    fix: 'Write it like "/users/<int:id>": it starts with "/", and variables are <name> or <converter:name>.',
  },
  UNKNOWN_CONVERTER: {
    message: 'No converter is named "{name}" in the path "{path}".',
    fix: 'Did you mean {hint}? A converter of your own is named by `definePaths`, whose result makes the path.',
  },
  CONVERTER_ARGUMENT: {
    message: 'The path "{path}" gives a converter an argument it cannot take: {problem}.',
    fix: 'Correct the text between the parentheses, as in <int(min=1, max=10):id>.',
  },
  DUPLICATE_PARAMETER: {
    message: 'The path "{path}" has two variables named "{name}".',
    fix: 'Give each variable of a rule its own name; those of a blueprint prefix and of its host count too.',
  },
  UNSAFE_PATTERN: {
    message: 'The pattern {pattern} could need too long for some texts: {problem}.',
    fix: 'Write it so that each text can be matched in one way only, or test the text in `parse` instead.',
  },
  ROUTE_OPTIONS: {
    message: 'The options of the route "{path}" contradict each other: {problem}.',
    fix: 'Change or drop one of them.',
  },
  ROUTE_METHODS: {
    message: 'The route "{path}" cannot have {methods} as its methods.',
    fix: "Give a list with at least one method name, such as `methods: ['GET', 'POST']`.",
  },
  ROUTE_CONFLICT: {
    message: '{method} {path} already belongs to "{holder}", so "{newcomer}" cannot have it.',
    fix: 'Give one of them another path or method, or register its blueprint under a prefix.',
  },
  UNKNOWN_ENDPOINT: {
    message: 'No route has the endpoint "{endpoint}".',
    fix: '{hint}',
  },
  URL_VALUES: {
    message: 'No URL of "{endpoint}" can be built: {problem}.',
    fix: '{hint}',
  },
} as const

/** The error codes of this package. */
export type CoreErrorCode = keyof typeof CODES

/** Every error code of this package with its words. */
export const coreErrors: typeof CODES = CODES

/** Makes an error of this package. */
export const fail: ErrorFactory<typeof CODES> = defineErrors(CODES)
