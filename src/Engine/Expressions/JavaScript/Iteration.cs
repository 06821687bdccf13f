using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>What for…of, spread and destructuring walk through: arrays, strings, maps, sets and what their methods give.</summary>
internal abstract class Iteration
{
    public abstract bool Next(JsRun run, out JsValue value);

    public static Iteration Of(JsRun run, JsValue value)
    {
        run.Allocate(40);
        return value.Held switch
        {
            JsArray array => new OfArray(array),
            string or Rope => new OfText(value.Text!),
            JsMap map => map.Entries(),
            JsSet set => set.Values(),
            JsIterator iterator => iterator.Source,
            _ => throw Throw.TypeError($"{(value.IsObject ? "object" : value)} is not iterable"),
        };
    }

    /// <summary>All that is left, as an array.</summary>
    public static JsArray Drain(JsRun run, JsValue value)
    {
        if (value.Object is JsArray array)
        {
            run.Spend(array.Length);
            var copy = JsArray.Of(run, array.Items);
            var items = copy.Writable();
            for (var index = 0; index < items.Length; index++)
            {
                if (items[index].IsEmpty)
                    items[index] = default;
            }
            return copy;
        }
        var made = JsArray.New(run);
        var iteration = Of(run, value);
        while (iteration.Next(run, out var item))
        {
            run.Spend(2);
            made.Push(run, item);
        }
        return made;
    }

    private sealed class OfArray(JsArray array) : Iteration
    {
        private int _next;

        public override bool Next(JsRun run, out JsValue value)
        {
            if (_next < array.Length)
            {
                value = array[_next++];
                return true;
            }
            _next = int.MaxValue;
            value = default;
            return false;
        }
    }

    private sealed class OfText(string text) : Iteration
    {
        private int _next;

        public override bool Next(JsRun run, out JsValue value)
        {
            if (_next >= text.Length)
            {
                value = default;
                return false;
            }
            var first = text[_next++];
            if (char.IsHighSurrogate(first) && _next < text.Length && char.IsLowSurrogate(text[_next]))
            {
                run.AllocateText(2);
                value = JsValue.Of(text.Substring(_next++ - 1, 2));
            }
            else
            {
                value = JsValue.Of(Characters.Text(first));
            }
            return true;
        }
    }
}

/// <summary>Walks what a function yields.</summary>
internal sealed class IterationBy(IterationBy.Step step) : Iteration
{
    public delegate bool Step(JsRun run, out JsValue value);

    public override bool Next(JsRun run, out JsValue value) => step(run, out value);
}
