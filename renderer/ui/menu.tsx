import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";

const itemStyle =
  "flex h-7 items-center gap-2 rounded-sm px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-40";

/** A dropdown menu opened by `trigger`. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-[180px] animate-appear rounded-lg bg-float p-1 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  onSelect: () => void;
  icon?: ReactNode;
  danger?: boolean;
  children: ReactNode;
}

/** A command in a menu. */
export function MenuItem({ onSelect, icon, danger = false, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={`${itemStyle} ${danger ? "text-fail-ink" : ""}`}>
      <span aria-hidden="true" className={danger ? "" : "text-quiet"}>
        {icon}
      </span>
      {children}
    </DropdownMenu.Item>
  );
}

/** A separator between groups of commands. */
export function MenuSeparator() {
  return <DropdownMenu.Separator className="mx-1 my-1 h-px bg-line" />;
}

interface MenuChoiceProps<T extends string> {
  value: T;
  options: readonly { value: T; label: string; count?: string }[];
  onChange: (value: T) => void;
}

/** A radio group in a menu. */
export function MenuChoice<T extends string>({ value, options, onChange }: MenuChoiceProps<T>) {
  return (
    <DropdownMenu.RadioGroup value={value}>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          onSelect={() => onChange(option.value)}
          className={itemStyle}
        >
          <span aria-hidden="true" className="inline-flex size-4 text-accent-ink">
            {option.value === value && <Check size={16} />}
          </span>
          <span className="flex-1">{option.label}</span>
          {option.count !== undefined && <span className="pl-4 text-xs text-quiet tabular-nums">{option.count}</span>}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
