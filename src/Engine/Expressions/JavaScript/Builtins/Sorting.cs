using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>A stable sort that calls the script's comparison and counts its steps. Undefined goes last, holes after it.</summary>
internal static class Sorting
{
    private const int ShortList = 64;

    public static JsValue[] Sort(JsRun run, JsValue[] items, JsFunction? compare)
    {
        run.Allocate(32L * items.Length);
        var values = items.Where(item => !item.IsEmpty && !item.IsUndefined).ToArray();
        var undefined = items.Count(item => item.IsUndefined);
        var sorted = compare is null ? ByText(run, values) : Merge(run, values, (left, right) => Compare(run, compare, left, right));
        var result = new JsValue[items.Length];
        Array.Fill(result, JsValue.Empty);
        sorted.CopyTo(result, 0);
        Array.Fill(result, default, sorted.Length, undefined);
        return result;
    }

    private static double Compare(JsRun run, JsFunction compare, JsValue left, JsValue right) =>
        Coerce.ToNumber(run, compare.Invoke(run, default, [left, right]));

    private static JsValue[] ByText(JsRun run, JsValue[] values)
    {
        run.Allocate(16L * values.Length);
        var texts = values.Select(value => (Text: Coerce.ToText(run, value), Value: value)).ToArray();
        return Merge(run, texts, (left, right) => string.CompareOrdinal(left.Text, right.Text)).Select(each => each.Value).ToArray();
    }

    /// <summary>
    /// Puts each into its place among those before it. Short lists are sorted as V8 does, so that also a comparison that contradicts itself,
    /// as the common <c>(a, b) =&gt; a &gt; b</c>, gives there and here the same.
    /// </summary>
    private static T[] Insert<T>(JsRun run, T[] values, Func<T, T, double> compare)
    {
        var ordered = 2;
        var falls = compare(values[1], values[0]) < 0;
        while (ordered < values.Length && compare(values[ordered], values[ordered - 1]) < 0 == falls)
            ordered++;
        if (falls)
            Array.Reverse(values, 0, ordered);
        for (var next = ordered; next < values.Length; next++)
        {
            var (value, left, right) = (values[next], 0, next);
            while (left < right)
            {
                run.Spend(2);
                var middle = left + ((right - left) / 2);
                if (compare(value, values[middle]) < 0)
                    right = middle;
                else
                    left = middle + 1;
            }
            Array.Copy(values, left, values, left + 1, next - left);
            values[left] = value;
        }
        return values;
    }

    private static T[] Merge<T>(JsRun run, T[] values, Func<T, T, double> compare)
    {
        if (values.Length < 2)
            return values;
        if (values.Length < ShortList)
            return Insert(run, values, compare);
        var (from, to) = (values, new T[values.Length]);
        for (var width = 1; width < values.Length; width *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * width)
            {
                var (left, middle, end) = (start, Math.Min(start + width, values.Length), Math.Min(start + (2 * width), values.Length));
                var right = middle;
                for (var place = start; place < end; place++)
                {
                    run.Spend(2);
                    to[place] = left < middle && (right >= end || !(compare(from[left], from[right]) > 0)) ? from[left++] : from[right++];
                }
            }
            (from, to) = (to, from);
        }
        return from;
    }
}
