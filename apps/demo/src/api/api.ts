import { Blueprint, HttpError, respond } from '@micro/core'
import { PostChanges, PostJson } from '../blog/post-schema.ts'
import { addPost, changePost, deletePost, getOwnPost, getPost, listPosts } from '../blog/posts.ts'
import { auth } from '../extensions.ts'
import { listJson, postJson } from './post-json.ts'
import { problem } from './problem.ts'

/** The same posts for programs: JSON in, JSON out, problem details where something is wrong. Writing takes a token, never a cookie. */
export const api: Blueprint = new Blueprint('api', { urlPrefix: '/api' })

api.errorHandler(HttpError, problem)

api.get('/posts', { endpoint: 'posts' }, async ({ query }) => {
  const words = (query.get('q') ?? '').split(/\s+/).filter(Boolean).slice(0, 8)
  const filter = { words, tag: query.get('tag'), username: query.get('author') }
  return listJson(await listPosts(filter, { page: query.get('page'), perPage: query.get('per_page') }))
})

/** One post. */
export const post = api.get('/posts/<int:id>', { endpoint: 'post' }, async ({ params }) =>
  postJson(await getPost(params.id)),
)

api.post('/posts', { endpoint: 'create', before: [auth.bearer], body: PostJson }, async ({ body }) => {
  const id = await addPost(auth.user(), body)
  return respond(postJson(await getPost(id)), { status: 201, headers: { location: post.url({ id }) } })
})

api.patch('/posts/<int:id>', { endpoint: 'change', before: [auth.bearer], body: PostChanges }, async (c) => {
  const { id, title, body, tags } = await getOwnPost(c.params.id, auth.user())
  const changes = c.body
  await changePost(id, {
    title: changes.title ?? title,
    body: changes.body ?? body,
    tags: changes.tags ?? [...tags],
  })
  return postJson(await getPost(id))
})

api.delete('/posts/<int:id>', { endpoint: 'delete', before: [auth.bearer] }, async ({ params }) => {
  const { id } = await getOwnPost(params.id, auth.user())
  await deletePost(id)
  return respond(null, { status: 204 })
})
