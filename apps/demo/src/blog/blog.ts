import { flash } from '@micro/auth'
import { abort, Blueprint, checked, type Context, redirect, type Reply, urlFor } from '@micro/core'
import { orNotFound, type PageRequest } from '@micro/database'
import { findUser } from '../accounts/users.ts'
import { auth, templates } from '../extensions.ts'
import { type FormState, formStatus, freshForm } from '../form.ts'
import { addComment, commentsOn, deleteComment, getOwnComment } from './comments.ts'
import { allAuthors, allTags } from './directory.ts'
import { toHtml } from './markdown.ts'
import { CommentForm, PostForm } from './post-schema.ts'
import {
  addPost,
  changePost,
  deletePost,
  getOwnPost,
  getPost,
  listPosts,
  newestPosts,
  type Post,
} from './posts.ts'

/** What there is to read, and what its authors do with it. */
export const blog: Blueprint = new Blueprint('blog', { rootPath: import.meta.dirname })

blog.get('/', { endpoint: 'index' }, async (c) => {
  const [page, tags, authors] = await Promise.all([listPosts({}, paging(c)), allTags(), allAuthors()])
  return templates.render('blog/index.html', { page, tags, authors })
})

blog.get('/search', { endpoint: 'search' }, async (c) => {
  const q = (c.request.query.get('q') ?? '').trim().slice(0, 100)
  const words = q.split(/\s+/).filter(Boolean).slice(0, 8)
  const page = words.length > 0 ? await listPosts({ words }, paging(c)) : undefined
  return templates.render('blog/search.html', { q, page })
})

blog.get('/tags', { endpoint: 'tags' }, async () =>
  templates.render('blog/tags.html', { tags: await allTags() }),
)

blog.get('/tags/<name>', { endpoint: 'tag' }, async (c) => {
  const tag = c.params.name
  const page = await listPosts({ tag }, paging(c))
  if (page.total === 0) return abort(404, `Nothing is tagged “${tag}”.`)
  return templates.render('blog/tag.html', { tag, page })
})

blog.get('/authors', { endpoint: 'authors' }, async () =>
  templates.render('blog/authors.html', { authors: await allAuthors() }),
)

blog.get('/authors/<username>', { endpoint: 'author' }, async (c) => {
  const { username } = c.params
  const { name, bio, created_at } = await orNotFound(
    findUser(username),
    `There is nobody called “${username}”.`,
  )
  const page = await listPosts({ username }, paging(c))
  return templates.render('blog/author.html', { author: { username, name, bio, created_at }, page })
})

blog.get('/feed.atom', { endpoint: 'feed' }, async () => {
  const posts = await newestPosts(20)
  const updated =
    posts
      .map((post) => post.updated_at)
      .toSorted()
      .at(-1) ?? new Date(0).toISOString()
  return templates.renderReply('blog/feed.atom', { posts, updated })
})

/** The page of a post. */
export const show = blog.get('/posts/<int:id>', { endpoint: 'show' }, async (c) =>
  postPage(await getPost(c.params.id), freshForm()),
)

blog.get('/posts/new', { endpoint: 'write', before: [auth.required] }, () =>
  editorPage({ form: freshForm() }),
)

blog.post(
  '/posts/new',
  { endpoint: 'publish', before: [auth.required], body: checked(PostForm) },
  async ({ body: form }) => {
    if (!form.ok) return editorPage({ form })
    if (form.values['action'] === 'preview') return editorPage({ form, preview: form.value.body })
    const id = await addPost(auth.user(), form.value)
    flash('Your post is out.', 'success')
    return redirect(show.url({ id }))
  },
)

blog.get('/posts/<int:id>/edit', { endpoint: 'edit', before: [auth.required] }, async (c) => {
  const post = await getOwnPost(c.params.id, auth.user())
  const { title, body, tags } = post
  return editorPage({ post, form: freshForm({ title, body, tags: tags.join(', ') }) })
})

blog.post(
  '/posts/<int:id>/edit',
  { endpoint: 'change', before: [auth.required], body: checked(PostForm) },
  async ({ params, body: form }) => {
    const post = await getOwnPost(params.id, auth.user())
    if (!form.ok) return editorPage({ post, form })
    if (form.values['action'] === 'preview') return editorPage({ post, form, preview: form.value.body })
    await changePost(post.id, form.value)
    flash('Your changes are saved.', 'success')
    return redirect(show.url({ id: post.id }))
  },
)

blog.get('/posts/<int:id>/delete', { endpoint: 'confirmDelete', before: [auth.required] }, async (c) =>
  templates.render('blog/delete.html', { post: await getOwnPost(c.params.id, auth.user()) }),
)

blog.post('/posts/<int:id>/delete', { endpoint: 'delete', before: [auth.required] }, async (c) => {
  const post = await getOwnPost(c.params.id, auth.user())
  await deletePost(post.id)
  flash(`“${post.title}” is deleted.`)
  return redirect(urlFor('.index'))
})

blog.post(
  '/posts/<int:id>/comments',
  { endpoint: 'comment', before: [auth.required], body: checked(CommentForm) },
  async ({ params, body: form }) => {
    const post = await getPost(params.id)
    if (!form.ok) return postPage(post, form)
    const id = await addComment(auth.user(), post.id, form.value.body)
    return redirect(show.url({ id: post.id }, { anchor: `comment-${id}` }))
  },
)

blog.post('/comments/<int:id>/delete', { endpoint: 'deleteComment', before: [auth.required] }, async (c) => {
  const comment = await getOwnComment(c.params.id, auth.user())
  await deleteComment(comment.id)
  flash('Your comment is deleted.')
  return redirect(show.url({ id: comment.post_id }, { anchor: 'comments' }))
})

/** Which page of a list is asked for. */
function paging({ request }: Pick<Context, 'request'>): PageRequest {
  return { page: request.query.get('page'), perPage: 8 }
}

async function postPage(post: Post, form: FormState): Promise<Reply> {
  const values = { post, comments: await commentsOn(post.id), form }
  return templates.renderReply('blog/post.html', values, { status: formStatus(form) })
}

/** What the editor shows: a post that exists already, what was typed, and how that would look. */
interface Editor {
  readonly post?: Post
  readonly form: FormState
  /** Markdown. */
  readonly preview?: string
}

function editorPage({ post, form, preview }: Editor): Promise<Reply> {
  const values = { post, form, preview: preview === undefined ? undefined : toHtml(preview) }
  return templates.renderReply('blog/editor.html', values, { status: formStatus(form) })
}
