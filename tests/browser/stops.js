// What is wrong with each place where the tab key stops, told by focusing all of them in turn.  A key must have
// been pressed before, or browsers draw no ring.  What opened beside the stop before is closed by Escape.
() => {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) =>
    0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    const colour = numbers(getComputedStyle(element).backgroundColor);
    return (colour[3] ?? 1) === 1 || element.parentElement === null ? colour : ground(element.parentElement);
  };

  const seen = (stop) => {
    const boxes = [...stop.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    const box = boxes.find(
      ({ left, right, top, bottom }) => right > 0 && left < innerWidth && bottom > 0 && top < innerHeight,
    );
    if (box === undefined) return "out of sight";
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const front = document.elementFromPoint(x, y);
    return front !== null && (stop.contains(front) || front.contains(stop)) ? "" : "covered";
  };

  const ringed = (stop) => {
    const style = getComputedStyle(stop);
    const ring = numbers(style.outlineColor);
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && (ring[3] ?? 1) === 1;
    if (!drawn) return "without a ring";
    const contrast = ratio(ring, ground(stop.parentElement)); // the ring lies outside its element
    return contrast >= 3 ? "" : `a ring of ${contrast.toFixed(2)}:1`;
  };

  axe.setup(document);
  const faults = [];
  for (const stop of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (stop.disabled || !stop.checkVisibility({ visibilityProperty: true })) continue;
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    stop.focus();
    const named = axe.commons.text.accessibleText(stop).trim() ? "" : "without a name";
    const wrong = document.activeElement === stop ? [seen(stop), named, ringed(stop)] : ["takes no focus"];
    const html = stop.cloneNode().outerHTML.slice(0, 120);
    faults.push(...wrong.filter(Boolean).map((fault) => `${fault}: ${html}`));
  }
  axe.teardown();
  return faults;
};
