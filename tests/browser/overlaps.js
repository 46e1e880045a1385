// Lines of text that print over one another.  Of each line only the middle half of its height counts: the boxes of
// letters are higher than their lines, and marks that are raised stand beside what they are raised over.  Three
// pixels are what a slanted letter leans over its neighbour.
() => {
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest("sup, .footnote-reference, .headerlink, title, desc, option, [popover], .skip")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const { left, right, top, bottom, height } of range.getClientRects())
      if (right - left > 1)
        lines.push({ text, left, right, top: top + height / 4, bottom: bottom - height / 4 });
  }
  lines.sort((one, other) => one.top - other.top);
  const faults = [];
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < one.bottom - 1; next++) {
      const other = lines[next];
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (wide > 3) faults.push(`${one.text.data.trim().slice(0, 50)} / ${other.text.data.trim().slice(0, 50)}`);
    }
  });
  return [...new Set(faults)];
};
