// next-env.d.ts is written by a build and not committed: this is what type checking needs of it.
/// <reference types="next" />
/// <reference types="next/image-types/global" />

declare module '*.css';
