"""Places on a page, as a reader sees it: turned pages are turned upright."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A box in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page is turned clockwise for the reader (0, 90, 180 or 270 degrees), and its box before that."""

    degrees: int
    box: tuple[float, float, float, float]

    def place(self, left: float, bottom: float, right: float, top: float) -> Place:
        """A box of the file's coordinates as the reader sees it."""
        (x0, y0), (x1, y1) = self._point(left, bottom), self._point(right, top)
        return Place(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def height(self, x: float, y: float) -> float:
        """How far above the foot of the page the reader sees a point of the file's coordinates."""
        return self._point(x, y)[1]

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.box
        if self.degrees == 90:
            return y - bottom, right - x
        if self.degrees == 180:
            return right - x, top - y
        if self.degrees == 270:
            return top - y, x - left
        return x - left, y - bottom
