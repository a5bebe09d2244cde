export function GalleryScreen() {
  return <div>gallery</div>
}
