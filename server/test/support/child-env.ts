/** What a process is started with besides its own settings; what Node compiled for one it need not compile for the next. */
export const childEnv = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };
