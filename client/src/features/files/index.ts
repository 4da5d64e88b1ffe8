export { UploadTiles } from "./components/UploadTiles.tsx";
export { isDelivered, needsMending } from "./uploads/upload-item.ts";
export { uploads } from "./uploads/uploads.ts";
export { useUploads } from "./uploads/use-uploads.ts";
