import { Blueprint, HttpError, respond } from '@micro/core'
import { PostChanges, PostJson } from '../blog/post-schema.ts'
import { addPost, changePost, deletePost, getOwnPost, getPost, listPosts } from '../blog/posts.ts'
import { auth } from '../extensions.ts'
import { listJson, postJson } from './post-json.ts'
import { problem } from './problem.ts'

/** The same posts for programs: JSON in, JSON out, problem details where something is wrong. */
export const api: Blueprint = new Blueprint('api', { urlPrefix: '/api' })

api.errorHandler(HttpError, problem)

api.get('/posts', { endpoint: 'posts' }, async ({ query }) => {
  const words = (query.get('q') ?? '').split(/\s+/).filter(Boolean).slice(0, 8)
  const filter = { words, tag: query.get('tag'), username: query.get('author') }
  return listJson(await listPosts(filter, { page: query.int('page', 1), perPage: query.int('per_page', 20) }))
})

/** One post. */
export const post = api.get('/posts/<int:id>', { endpoint: 'post' }, async ({ params }) =>
  postJson(await getPost(params.id)),
)

api.post('/posts', { endpoint: 'create', before: [auth.required], body: PostJson }, async ({ body }) => {
  const id = await addPost(auth.user(), body)
  return respond(postJson(await getPost(id)), { status: 201, headers: { location: post.url({ id }) } })
})

api.patch('/posts/<int:id>', { endpoint: 'change', before: [auth.required], body: PostChanges }, async (c) => {
  const { id, title, body, tags } = await getOwnPost(c.params.id, auth.user())
  await changePost(id, { title, body, tags: [...tags], ...c.body })
  return postJson(await getPost(id))
})

api.delete('/posts/<int:id>', { endpoint: 'delete', before: [auth.required] }, async ({ params }) => {
  const { id } = await getOwnPost(params.id, auth.user())
  await deletePost(id)
  return respond(null, { status: 204 })
})
