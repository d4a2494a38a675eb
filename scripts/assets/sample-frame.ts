/** Frame size (px), frame rate (fps) and length of the sample video. */
export const sample = { width: 540, height: 960, rate: 30, seconds: 4 } as const;

type Colour = readonly [number, number, number];

const dusk: Colour = [24, 28, 74];
const blue: Colour = [62, 99, 221];
const coral: Colour = [255, 122, 104];
const cream: Colour = [255, 236, 214];

const tau = Math.PI * 2;
const clamp = (x: number) => Math.min(1, Math.max(0, x));
const smooth = (from: number, to: number, x: number) => {
  const t = clamp((x - from) / (to - from));
  return t * t * (3 - 2 * t);
};
const mix = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** The sky: three colours that drift around each other in a loop. */
function sky(x: number, y: number, turn: number): Colour {
  const drift = 0.12 * Math.sin(turn + x * 2.4);
  const warm = smooth(0.35, 1.15, y + drift);
  const glow = Math.exp(-((x - 0.5 - 0.3 * Math.cos(turn)) ** 2 + (y - 0.62) ** 2) * 5);
  return mix(mix(dusk, blue, smooth(-0.1, 0.7, y + drift)), coral, clamp(warm * 0.85 + glow * 0.35));
}

/** Blends a lit ball over the background colour. */
function ball(
  background: Colour,
  x: number,
  y: number,
  ballX: number,
  ballY: number,
  radius: number,
  tint: Colour,
): Colour {
  const dx = (x - ballX) / radius;
  const dy = (y - ballY) / radius;
  const distance = Math.hypot(dx, dy);
  const shade = 0.42 * Math.exp(-(((x - ballX) / (radius * 1.1)) ** 2 + ((y - ballY - radius * 0.55) / radius) ** 2));
  const ground = mix(background, dusk, shade);
  if (distance >= 1.02) return ground;
  const height = Math.sqrt(Math.max(0, 1 - distance * distance));
  const light = clamp(-0.45 * dx - 0.6 * dy + 0.66 * height);
  const shine = light ** 24;
  const lit = mix(mix(mix(tint, dusk, 0.55), tint, light), [255, 255, 255], clamp(0.85 * shine));
  return mix(ground, lit, 1 - smooth(0.985, 1.015, distance));
}

function pixel(x: number, y: number, turn: number): Colour {
  const aspect = sample.height / sample.width;
  const tall = y * aspect;
  const main = { x: 0.5, y: 0.86 + 0.035 * Math.sin(turn * 2) };
  const ring = Math.hypot(x - main.x, (tall - main.y) * 1.05);
  let colour = sky(x, y, turn);
  const wave = Math.sin(ring * 34 - turn * 3);
  colour = mix(colour, cream, 0.07 * smooth(0.7, 1, wave) * smooth(0.95, 0.3, ring));
  const moon = { x: main.x + 0.37 * Math.cos(turn), y: main.y + 0.13 * Math.sin(turn) - 0.05 };
  const behind = Math.sin(turn) < 0;
  const size = 0.075 + 0.018 * Math.sin(turn);
  if (behind) colour = ball(colour, x, tall, moon.x, moon.y, size, coral);
  colour = ball(colour, x, tall, main.x, main.y, 0.25, cream);
  return behind ? colour : ball(colour, x, tall, moon.x, moon.y, size, coral);
}

/** Draws one frame of the sample video as packed RGB. The video loops seamlessly. */
export function drawSampleFrame(index: number): Buffer {
  const { width, height, rate, seconds } = sample;
  const turn = (index / (rate * seconds)) * tau;
  const frame = Buffer.allocUnsafe(width * height * 3);
  let at = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [red, green, blueness] = pixel((column + 0.5) / width, (row + 0.5) / height, turn);
      frame[at++] = red;
      frame[at++] = green;
      frame[at++] = blueness;
    }
  }
  return frame;
}
