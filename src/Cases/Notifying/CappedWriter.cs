using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Handlebars has no limit of its own: a list of a million rows would fill the memory before anybody asked.</summary>
internal sealed class CappedWriter(int most, string file) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        Room(1);
        text.Append(value);
    }

    public override void Write(string? value)
    {
        Room(value?.Length ?? 0);
        text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Room(count);
        text.Append(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Room(buffer.Length);
        text.Append(buffer);
    }

    public override string ToString() => text.ToString();

    private void Room(int more)
    {
        if (text.Length + more > most)
            throw new RefusedException("template.too-long", null, ("file", file), ("most", most));
    }
}
