using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

internal sealed partial class Compiler
{
    /// <summary>Declares: a name, or a pattern of names.</summary>
    private Store Declare(Node target) => target is Name name ? Initialise(name) : Taking(target, Declare);

    /// <param name="leaf">What becomes of the names and members in the pattern: declared or assigned.</param>
    private Store Taking(Node pattern, Func<Node, Store> leaf)
    {
        switch (pattern)
        {
            case Defaulted defaulted:
                var target = leaf(defaulted.Target);
                var otherwise = Expression(defaulted.Value);
                return (frame, value) => target(frame, value.IsUndefined ? otherwise(frame) : value);
            case ArrayPattern array:
                return ArrayTarget(array, leaf);
            case ObjectPattern members:
                return ObjectTarget(members, leaf);
            default:
                throw Place.Fault(_source, pattern.At, ExpressionFault.Syntax, "This cannot be assigned to");
        }
    }

    private Store ArrayTarget(ArrayPattern pattern, Func<Node, Store> leaf)
    {
        var items = pattern.Items.Select(item => item is null ? null : leaf(item)).ToArray();
        var rest = pattern.Rest is null ? null : leaf(pattern.Rest);
        var at = pattern.At;
        return (frame, value) =>
        {
            frame.Run.Position = at;
            var iteration = Iteration.Of(frame.Run, value);
            foreach (var item in items)
            {
                iteration.Next(frame.Run, out var part);
                item?.Invoke(frame, part);
            }
            if (rest is null)
                return;
            var left = JsArray.New(frame.Run);
            while (iteration.Next(frame.Run, out var part))
            {
                frame.Run.Spend(1);
                left.Push(frame.Run, part);
            }
            rest(frame, JsValue.Of(left));
        };
    }

    private Store ObjectTarget(ObjectPattern pattern, Func<Node, Store> leaf)
    {
        var members = pattern.Members.Select(member => (Key: Expression(member.Key!), Target: leaf(member.Value))).ToArray();
        var rest = pattern.Rest is null ? null : leaf(pattern.Rest);
        var at = pattern.At;
        return (frame, value) =>
        {
            frame.Run.Position = at;
            if (value.IsNullish)
                throw Throw.TypeError($"Cannot destructure '{value}' as it is {value}.");
            var taken = rest is null ? null : new HashSet<string>(StringComparer.Ordinal);
            foreach (var (key, target) in members)
            {
                var name = Coerce.ToKey(frame.Run, key(frame));
                taken?.Add(name);
                target(frame, Operators.Get(value, name));
            }
            if (rest is null)
                return;
            frame.Run.Allocate(64);
            var left = new JsObject(Realm.Objects);
            CopyMembers(frame.Run, value, left, taken!);
            rest(frame, JsValue.Of(left));
        };
    }
}
