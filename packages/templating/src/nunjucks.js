// The parts of nunjucks that this package stands on; their types are beside, in nunjucks.d.ts. Its own entry is left out:
// that reads folders, watches files and keeps a global environment, and does not offer all of these.
import compiler from 'nunjucks/src/compiler.js'
import filters from 'nunjucks/src/filters.js'
import globals from 'nunjucks/src/globals.js'
import lib from 'nunjucks/src/lib.js'
import parser from 'nunjucks/src/parser.js'
import runtime from 'nunjucks/src/runtime.js'
import tests from 'nunjucks/src/tests.js'
import transformer from 'nunjucks/src/transformer.js'

export { compiler, filters, globals, lib, parser, runtime, tests, transformer }
