export { UploadTiles } from "./components/UploadTiles.tsx";
export { filesTexts } from "./files.texts.ts";
export { isDelivered, needsMending, type UploadItem } from "./uploads/upload-item.ts";
export { uploads } from "./uploads/uploads.ts";
export { useUploads } from "./uploads/use-uploads.ts";
