import { closestCenter, DndContext, type DragEndEvent, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { SortableContext, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { GripVertical } from "lucide-react";
import { createContext, type KeyboardEvent, type ReactNode, useContext, useMemo } from "react";

/** A press of the mouse that moves this far is a drag, px. */
const dragFromPx = 4;

const silent = () => undefined;
/** What moves by keyboard is said by the window's own live region. */
const quiet = {
  announcements: { onDragStart: silent, onDragOver: silent, onDragEnd: silent, onDragCancel: silent },
  screenReaderInstructions: { draggable: "" },
};

interface MovableListProps {
  /** All ids that can be moved, in order. */
  ids: string[];
  onMove: (id: string, overId: string) => void;
  /** Told which one is being dragged; it has to stay drawn while it is, wherever the list scrolls to. */
  onDragged?: (id: string | null) => void;
  children: ReactNode;
}

/** Rows in it can be dragged up and down by their grip. */
export function MovableList({ ids, onMove, onDragged, children }: MovableListProps) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: dragFromPx } }));
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    onDragged?.(null);
    if (over !== null) onMove(String(active.id), String(over.id));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[({ transform }) => ({ ...transform, x: 0 })]}
      accessibility={quiet}
      onDragStart={({ active }) => onDragged?.(String(active.id))}
      onDragCancel={() => onDragged?.(null)}
      onDragEnd={onDragEnd}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}

interface Grip {
  setHandle: (element: HTMLElement | null) => void;
  listeners: ReturnType<typeof useSortable>["listeners"];
}

const GripContext = createContext<Grip | null>(null);

/** What a movable row puts on the element that is to be moved. */
export interface MovedElement {
  ref: (element: HTMLElement | null) => void;
  /** Added to the row's own place, px. */
  offset: number;
  transition: string | undefined;
  dragged: boolean;
}

interface MovableRowProps {
  id: string;
  /** A row that cannot be moved now keeps its element, and with it the focus and an open menu. */
  movable: boolean;
  children: (moved: MovedElement) => ReactNode;
}

/** One row of a movable list. */
export function MovableRow({ id, movable, children }: MovableRowProps) {
  const { setNodeRef, setActivatorNodeRef, listeners, transform, transition, isDragging } = useSortable({
    id,
    disabled: !movable,
  });
  const grip = useMemo(
    () => (movable ? { setHandle: setActivatorNodeRef, listeners } : null),
    [movable, setActivatorNodeRef, listeners],
  );
  return (
    <GripContext value={grip}>
      {children({ ref: setNodeRef, offset: transform?.y ?? 0, transition, dragged: isDragging })}
    </GripContext>
  );
}

/** The drag handle of the row around it; renders nothing where the row cannot be moved. `title` is its tooltip. */
export function MoveGrip({ title }: { title: string }) {
  const grip = useContext(GripContext);
  if (grip === null) return null;
  return (
    <span
      ref={grip.setHandle}
      {...grip.listeners}
      aria-hidden="true"
      title={title}
      className="absolute left-0.5 flex h-7 w-3.5 cursor-grab touch-none items-center text-quiet opacity-0 transition-opacity duration-150 group-hover:opacity-100 active:cursor-grabbing"
    >
      <GripVertical size={14} aria-hidden="true" />
    </span>
  );
}

interface MoveHandleProps {
  label: string;
  /** What its keys do. */
  description: string;
  /** For giving the focus back after a move. */
  focusKey: string;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The grip of a row that the keyboard moves as well. */
export function MoveHandle({ label, description, focusKey, onKeyDown }: MoveHandleProps) {
  const grip = useContext(GripContext);
  return (
    <button
      type="button"
      ref={grip?.setHandle}
      {...grip?.listeners}
      data-key={focusKey}
      aria-label={label}
      aria-description={description}
      title={description}
      onKeyDown={onKeyDown}
      className="absolute left-0.5 flex h-7 w-4 touch-none items-center justify-center rounded-sm text-quiet hover:text-ink"
      style={{ cursor: "grab" }}
    >
      <GripVertical size={14} aria-hidden="true" />
    </button>
  );
}
