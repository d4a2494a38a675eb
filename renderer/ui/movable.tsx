import { closestCenter, DndContext, type DragEndEvent, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { SortableContext, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { GripVertical } from "lucide-react";
import { createContext, type KeyboardEvent, type ReactNode, useContext, useMemo } from "react";

/** Pointer movement that starts a drag, px. */
const dragThresholdPx = 4;

const silent = () => undefined;
/** Disables dnd-kit's announcements: keyboard moves are announced by the app's own live region. */
const noAnnouncements = {
  announcements: { onDragStart: silent, onDragOver: silent, onDragEnd: silent, onDragCancel: silent },
  screenReaderInstructions: { draggable: "" },
};

interface MovableListProps {
  /** The ids of all movable rows, in order. */
  ids: string[];
  onMove: (id: string, overId: string) => void;
  /** Called with the dragged row's id, null on drop. The row must stay rendered meanwhile, even when scrolled away. */
  onDragged?: (id: string | null) => void;
  children: ReactNode;
}

/** A list whose rows can be reordered by dragging their grip. */
export function MovableList({ ids, onMove, onDragged, children }: MovableListProps) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: dragThresholdPx } }));
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    onDragged?.(null);
    if (over !== null) onMove(String(active.id), String(over.id));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[({ transform }) => ({ ...transform, x: 0 })]}
      accessibility={noAnnouncements}
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

/** What a movable row passes to its element. */
export interface MovedElement {
  ref: (element: HTMLElement | null) => void;
  /** Added to the row's own position, px. */
  offset: number;
  transition: string | undefined;
  dragged: boolean;
}

interface MovableRowProps {
  id: string;
  /** False disables dragging without remounting the row, which keeps its focus and open menu. */
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

/** The drag handle of the enclosing row; renders nothing when the row is not movable. `title` is its tooltip. */
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
  /** Describes its keys; also the tooltip. */
  description: string;
  /** The `data-key` that restores the focus after a move. */
  focusKey: string;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** A drag handle that also takes the focus, for moving the row by keyboard. */
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
