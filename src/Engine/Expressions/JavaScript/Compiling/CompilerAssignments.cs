using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

internal sealed partial class Compiler
{
    private Eval Compile(Assignment assignment)
    {
        var value = Expression(assignment.Value);
        if (assignment.Sign.Length == 0)
        {
            if (assignment.Target is Access access)
                return AssignMember(access, value);
            var store = Target(assignment.Target);
            return frame =>
            {
                var assigned = value(frame);
                store(frame, assigned);
                return assigned;
            };
        }

        var change = Change(assignment.Target);
        var at = assignment.At;
        switch (assignment.Sign)
        {
            case "&&":
                return frame => change(frame, (current, _) => (current.IsTruthy, current.IsTruthy ? value(frame) : current, default));
            case "||":
                return frame => change(frame, (current, _) => (!current.IsTruthy, current.IsTruthy ? current : value(frame), default));
            case "??":
                return frame => change(frame, (current, _) => (current.IsNullish, current.IsNullish ? value(frame) : current, default));
        }
        var operate = Operation(assignment.Sign);
        if (assignment.Target is Name name)
        {
            // The usual case without a closure per run.
            var read = Read(name);
            var write = Target(name);
            return frame =>
            {
                var left = read(frame);
                var right = value(frame);
                frame.Run.Position = at;
                var result = operate(frame.Run, left, right);
                write(frame, result);
                return result;
            };
        }
        return frame => change(frame, (current, run) => (true, operate(run, current, value(frame)), default));
    }

    private Eval AssignMember(Access access, Eval value)
    {
        var owner = Expression(access.Owner);
        var at = access.At;
        if (access.Key is Literal { Value.Held: string name })
        {
            return frame =>
            {
                var target = owner(frame);
                var assigned = value(frame);
                frame.Run.Position = at;
                Operators.Set(frame.Run, target, name, assigned);
                return assigned;
            };
        }
        var key = Expression(access.Key);
        return frame =>
        {
            var target = owner(frame);
            var index = key(frame);
            var assigned = value(frame);
            frame.Run.Position = at;
            Operators.Set(frame.Run, target, index, assigned);
            return assigned;
        };
    }

    private Eval Compile(Update update)
    {
        var step = update.Step;
        var isPrefix = update.IsPrefix;
        var at = update.At;
        if (update.Target is Name name)
        {
            var read = Read(name);
            var write = Target(name);
            return frame =>
            {
                var before = NumberAt(frame, read(frame), at);
                var after = JsValue.Of(before + step);
                write(frame, after);
                return isPrefix ? after : JsValue.Of(before);
            };
        }
        var change = Change(update.Target);
        return frame => change(frame, (current, run) =>
        {
            var before = NumberAt(frame, current, at);
            var after = JsValue.Of(before + step);
            return (true, after, isPrefix ? after : JsValue.Of(before));
        }) is var result && isPrefix ? result : frame.Before;
    }

    /// <summary>Reads a target and perhaps writes it again, looking its owner and key up once.</summary>
    private delegate JsValue Changing(Frame frame, Func<JsValue, JsRun, (bool Write, JsValue Value, JsValue Answer)> change);

    private Changing Change(Node target)
    {
        if (target is not Access access)
        {
            var read = Read((Name)target);
            var write = Target(target);
            return (frame, change) =>
            {
                var (writes, value, answer) = change(read(frame), frame.Run);
                frame.Before = answer;
                if (writes)
                    write(frame, value);
                return value;
            };
        }
        var owner = Expression(access.Owner);
        var key = Expression(access.Key);
        var at = access.At;
        return (frame, change) =>
        {
            var holder = owner(frame);
            var index = key(frame);
            frame.Run.Position = at;
            if (holder.IsNullish)
                throw Throw.TypeError($"Cannot read properties of {holder} (reading '{index}')");
            if (!index.IsNumber)
                index = JsValue.Of(Coerce.ToKey(frame.Run, index));
            var (writes, value, answer) = change(Operators.Get(frame.Run, holder, index), frame.Run);
            if (writes)
                Operators.Set(frame.Run, holder, index, value);
            frame.Before = answer;
            return value;
        };
    }

    /// <summary>Assigns to what exists: a variable, a member or a pattern of them.</summary>
    private Store Target(Node target)
    {
        switch (target)
        {
            case Name name:
                return Write(name);
            case Access access:
                var owner = Expression(access.Owner);
                var key = Expression(access.Key);
                var at = access.At;
                return (frame, value) =>
                {
                    var holder = owner(frame);
                    var index = key(frame);
                    frame.Run.Position = at;
                    Operators.Set(frame.Run, holder, index, value);
                };
            default:
                return Taking(target, Target);
        }
    }

    private Store Write(Name name)
    {
        var at = name.At;
        var text = name.Text;
        if (name.Binding is not { } binding)
        {
            if (text == "undefined" || Realm.Globals.ContainsKey(text))
                throw Unsupported(name, $"'{text}' cannot be assigned to");
            var number = name.Global;
            return (frame, value) => frame.Run.Globals[number] = value;
        }
        if (binding.Kind == BindingKind.Self)
            return (_, _) => { };
        var read = Read(name);
        if (binding.Kind == BindingKind.Const)
        {
            return (frame, _) =>
            {
                read(frame);
                frame.Run.Position = at;
                throw Throw.TypeError("Assignment to constant variable.");
            };
        }
        var plain = Initialise(name);
        if (!name.MayBeEarly)
            return plain;
        return (frame, value) =>
        {
            read(frame);
            plain(frame, value);
        };
    }

    /// <summary>Gives a variable its first value: no look at whether it is constant or not declared yet.</summary>
    private Store Initialise(Name name) => Initialise(name.Binding!);

    private Store Initialise(Binding binding)
    {
        var slot = SlotOf(binding, out var store);
        return store switch
        {
            Store3.Local => (frame, value) => frame.Locals[slot] = value,
            Store3.Cell => (frame, value) => frame.Cells[slot].Value = value,
            _ => (frame, value) => frame.Captured[slot].Value = value,
        };
    }
}
