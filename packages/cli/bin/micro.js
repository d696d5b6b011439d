#!/usr/bin/env node
import '@micro/cli/bin'
