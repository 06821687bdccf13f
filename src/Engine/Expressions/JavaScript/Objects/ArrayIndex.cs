namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

/// <summary>Keys that are array indexes: "0", "7", not "07" or "-1".</summary>
internal static class ArrayIndex
{
    private static readonly string[] Small = [.. Enumerable.Range(0, 256).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    public static bool TryRead(string key, out uint index)
    {
        index = 0;
        if (key.Length is 0 or > 10 || (key[0] == '0' && key.Length > 1))
            return false;
        ulong read = 0;
        foreach (var character in key)
        {
            if (!char.IsAsciiDigit(character))
                return false;
            read = (read * 10) + (uint)(character - '0');
        }
        index = (uint)read;
        return read < uint.MaxValue;
    }

    public static string Write(long index) =>
        index is >= 0 and < 256 ? Small[index] : index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
