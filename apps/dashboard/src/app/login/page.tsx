import { LoginForm } from './login-form';

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<{ from?: string | string[]; ended?: string }>;
}) {
  const { from, ended } = await searchParams;
  // A path of ours only: `//host` and `/\host` would lead elsewhere.
  const next = typeof from === 'string' && /^\/(?![/\\])/.test(from) && !from.startsWith('/login') ? from : '/calls';
  return <LoginForm next={next} isEnded={ended === '1'} />;
}
