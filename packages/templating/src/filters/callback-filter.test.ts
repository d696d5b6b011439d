import { setTimeout as sleep } from 'node:timers/promises'
import { App } from '@micro/core'
import { expect, it } from 'vitest'
import { Templates } from '../templates.ts'

const PART = '{{ x | wait }}'

async function render(source: string, x: unknown = 'x'): Promise<string> {
  const templates = new Templates({
    templates: { 'part.html': PART, 'layout.html': '[{% block b %}{% endblock %}]' },
  })
  const app = new App()
  app.register(templates)
  app.templateFilter('wait', async (value: unknown) => {
    await sleep(1)
    return value
  })
  app.templateFilter('bad', async () => {
    throw new TypeError('late')
  })
  app.templateFilter('worse', () => Promise.reject(new TypeError('late')))
  app.templateFilter('nothing', async () => Promise.reject(undefined))
  app.templateGlobal('fails', () => {
    throw new RangeError('after')
  })
  return app.inContext(() => templates.renderString(source, { x, list: [1, 2, 3] }))
}

it('awaits an async filter, in its place', async () => {
  expect(await render('a{{ x | wait }}b{% if x | wait %}c{% endif %}{% include "part.html" %}d')).toBe(
    'axbcxd',
  )
  expect(await render('{% for n in list %}{{ n }}{{ n | wait }} {% endfor %}.')).toBe('11 22 33 .')
  expect(await render('{% extends "layout.html" %}{% block b %}{{ x | wait | upper }}{% endblock %}')).toBe(
    '[X]',
  )
  expect(await render('{% asyncEach n in list %}{% include "part.html" %}{% endeach %}')).toBe('xxx')
})

it('escapes what an async filter gives', async () => {
  expect(await render('{{ x | wait }}', '<')).toBe('&lt;')
})

it('O18: rejects when an async filter does, whatever it rejects with', async () => {
  await expect(render('a{{ x | bad }}')).rejects.toMatchObject({
    code: 'TEMPLATE_FAILED',
    cause: { code: 'TEMPLATE_FILTER' },
  })
  await expect(render('{{ x | bad }}')).rejects.toThrow('The filter "bad" failed: TypeError: late')
  await expect(render('{{ x | nothing }}')).rejects.toThrow('The filter "nothing" failed')
  await expect(render('{{ x | worse }}')).rejects.toThrow('cannot write a promise')
})

it('O18: rejects when the template fails behind an async filter', async () => {
  await expect(render('{{ x | wait }}{{ fails() }}')).rejects.toThrow('RangeError: after')
  await expect(render('{% include "part.html" %}{{ fails() }}')).rejects.toThrow('RangeError: after')
  await expect(render('{% for n in list %}{{ n | wait }}{{ fails() }}{% endfor %}')).rejects.toThrow(
    'RangeError: after',
  )
  await expect(
    render('{% extends "layout.html" %}{% block b %}{% include "part.html" %}{{ fails() }}{% endblock %}'),
  ).rejects.toThrow('RangeError: after')
})

it('refuses an async filter where its output is needed at once', async () => {
  await expect(render('{% macro m() %}{{ x | wait }}{% endmacro %}')).rejects.toMatchObject({
    code: 'TEMPLATE_SYNTAX',
  })
  await expect(render('{% set y %}{{ x | wait }}{% endset %}')).rejects.toMatchObject({
    code: 'TEMPLATE_SYNTAX',
  })
  await expect(render('{% include x | wait %}')).rejects.toThrow('cannot be awaited here')
  await expect(render('{% for n in list %}{% include "part.html" %}{% endfor %}')).rejects.toMatchObject({
    code: 'TEMPLATE_ORDER',
  })
})
