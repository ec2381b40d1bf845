/** The picture of a product. */

/**
 * A picture without alt text, as the name is beside it. The client script hides pictures that do not load.
 */
export function Picture({ src, size }: { src: string; size: number }) {
  return (
    <img
      class="Picture LineItem-image"
      src={src}
      alt=""
      width={size}
      height={size}
      referrerpolicy="no-referrer"
    />
  );
}
