using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>The operators where their operands are not simply two numbers.</summary>
internal static class Operators
{
    /// <summary>Strings beyond this are refused, though the budget might allow one.</summary>
    public const int LongestText = 1 << 24;

    public static JsValue Add(JsRun run, JsValue left, JsValue right)
    {
        left = Coerce.ToPrimitive(run, left, "default");
        right = Coerce.ToPrimitive(run, right, "default");
        if (!left.IsString && !right.IsString)
            return JsValue.Of(Coerce.ToNumber(run, left) + Coerce.ToNumber(run, right));
        return Join(run, Piece(left), Piece(right));
    }

    public static JsValue Join(JsRun run, object left, object right)
    {
        var length = (long)LengthOf(left) + LengthOf(right);
        if (length < Rope.Shortest)
        {
            run.AllocateText(length);
            return JsValue.Of(string.Concat((string)left, (string)right));
        }
        DemandLength(length);
        run.Allocate(48);
        return JsValue.Of(new Rope(run, left, right, (int)length));
    }

    public static void DemandLength(double length)
    {
        if (length > LongestText)
            throw new ExpressionFaultException(ExpressionFault.Budget, 0, 0, $"A string would be longer than {LongestText} characters");
    }

    private static object Piece(JsValue primitive) => primitive.IsString ? primitive.Held! : primitive.ToString();

    private static int LengthOf(object piece) => piece is string text ? text.Length : ((Rope)piece).Length;

    public static bool StrictEquals(JsValue left, JsValue right)
    {
        if (left.IsNumber)
            return right.IsNumber && left.Number == right.Number;
        if (left.IsBoolean)
            return right.IsBoolean && left.Number == right.Number;
        if (left.IsString)
            return right.IsString && left.Text == right.Text;
        return ReferenceEquals(left.Held, right.Held);
    }

    public static bool LooseEquals(JsRun run, JsValue left, JsValue right)
    {
        if (left.IsNullish || right.IsNullish)
            return left.IsNullish && right.IsNullish;
        if (left.IsObject && right.IsObject)
            return ReferenceEquals(left.Held, right.Held);
        if (left.IsObject)
            left = Coerce.ToPrimitive(run, left, "default");
        else if (right.IsObject)
            right = Coerce.ToPrimitive(run, right, "default");
        if (left.IsNullish || right.IsNullish)
            return left.IsNullish && right.IsNullish;
        return left.IsString && right.IsString ? left.Text == right.Text : Coerce.ToNumber(run, left) == Coerce.ToNumber(run, right);
    }

    /// <summary>Null when a number involved is NaN: no order at all.</summary>
    public static int? Order(JsRun run, JsValue left, JsValue right)
    {
        left = Coerce.ToPrimitive(run, left, "number");
        right = Coerce.ToPrimitive(run, right, "number");
        if (left.IsString && right.IsString)
            return string.CompareOrdinal(left.Text, right.Text);
        var (first, second) = (Coerce.ToNumber(run, left), Coerce.ToNumber(run, right));
        return double.IsNaN(first) || double.IsNaN(second) ? null : first.CompareTo(second) is var order && first == second ? 0 : order;
    }

    public static double Power(double number, double exponent)
    {
        if (double.IsNaN(exponent) || (Math.Abs(number) == 1 && double.IsInfinity(exponent)))
            return double.NaN;
        return Math.Pow(number, exponent);
    }

    public static bool InstanceOf(JsValue value, JsValue type)
    {
        if (type.Callable is not { } function)
            throw Throw.TypeError("Right-hand side of 'instanceof' is not callable");
        while (function is BoundFunction bound)
            function = bound.Target;
        if (value.Object is not { } subject)
            return false;
        if (function.Get("prototype").Object is not { } prototype)
            throw Throw.TypeError("Function has non-object prototype in instanceof check");
        for (var holder = subject.Prototype; holder is not null; holder = holder.Prototype)
        {
            if (holder == prototype)
                return true;
        }
        return false;
    }

    public static bool In(JsRun run, JsValue key, JsValue owner) =>
        owner.Object is { } subject
            ? subject.Has(Coerce.ToKey(run, key))
            : throw Throw.TypeError($"Cannot use 'in' operator to search for '{key}' in {owner}");

    public static JsValue Get(JsValue owner, string key)
    {
        if (owner.Object is { } subject)
            return subject.Get(key);
        if (owner.IsString)
        {
            if (key == "length")
                return JsValue.Of((double)(owner.Held is Rope rope ? rope.Length : owner.Text!.Length));
            if (ArrayIndex.TryRead(key, out var index))
                return CharacterAt(owner.Text!, index);
        }
        return Coerce.MembersOf(owner) is { } members
            ? members.Get(key)
            : throw Throw.TypeError($"Cannot read properties of {owner} (reading '{key}')");
    }

    public static JsValue Get(JsRun run, JsValue owner, JsValue key)
    {
        if (key.IsNumber)
        {
            if (owner.Object is { } subject)
                return subject.GetIndex(key.Number);
            if (owner.IsString)
                return CharacterAt(owner.Text!, key.Number);
        }
        return owner.IsNullish
            ? throw Throw.TypeError($"Cannot read properties of {owner} (reading '{key}')")
            : Get(owner, Coerce.ToKey(run, key));
    }

    public static void Set(JsRun run, JsValue owner, string key, JsValue value)
    {
        if (owner.Object is { } subject)
            subject.Set(run, key, value);
        else if (owner.IsNullish)
            throw Throw.TypeError($"Cannot set properties of {owner} (setting '{key}')");
    }

    public static void Set(JsRun run, JsValue owner, JsValue key, JsValue value)
    {
        if (owner.Object is { } subject && key.IsNumber)
            subject.SetIndex(run, key.Number, value);
        else if (owner.IsNullish)
            throw Throw.TypeError($"Cannot set properties of {owner} (setting '{key}')");
        else
            Set(run, owner, Coerce.ToKey(run, key), value);
    }

    private static JsValue CharacterAt(string text, double index) =>
        index >= 0 && index < text.Length && index == (int)index ? JsValue.Of(Characters.Text(text[(int)index])) : default;
}

/// <summary>One-character strings without a new one each time.</summary>
internal static class Characters
{
    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    public static string Text(char character) => character < 128 ? Ascii[character] : character.ToString();
}
