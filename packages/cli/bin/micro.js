#!/usr/bin/env node
// oxlint-disable-next-line import/no-unassigned-import -- importing it runs it
import '@micro/cli/bin'
