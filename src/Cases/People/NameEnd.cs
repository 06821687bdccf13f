using System.Text;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.People;

/// <summary>
/// What of somebody's name stands from one of its letters to the end: 王建国, 建国 and 国. Whoever looks for a part of a name looks for what begins with it,
/// which an index answers for one letter as for five, on each database alike. Entered with the person, whose name never changes after.
/// </summary>
public sealed class NameEnd
{
    /// <summary>More letters of an end are not kept: who looks for more than that is answered by the name itself.</summary>
    public const int MostLetters = 16;

    private const int LastLetter = 0x10FFFF;

    private NameEnd()
    {
    }

    /// <summary>Ordered by its letters' numbers, not by a language.</summary>
    public string Text { get; private init; } = "";

    public PersonId PersonId { get; private init; }

    internal static IEnumerable<NameEnd> Of(Person person) => TextsOf(person.Name).Select(text => new NameEnd { Text = text, PersonId = person.Id });

    /// <summary>All ends of a name, the whole of it first; each once.</summary>
    public static IEnumerable<string> TextsOf(string name)
    {
        Rune[] letters = [.. name.EnumerateRunes()];
        return Enumerable.Range(0, letters.Length).Select(at => Written(letters.Skip(at).Take(MostLetters))).Distinct(StringComparer.Ordinal);
    }

    /// <summary>One end at least of each person in whose name these letters stand together, written so.</summary>
    public static IQueryable<NameEnd> Holding(DbContext db, string part)
    {
        // After the last letter that there can be comes nothing, so an end is not looked for by it.
        Rune[] letters = [.. part.EnumerateRunes().Take(MostLetters).TakeWhile(rune => rune.Value < LastLetter)];
        var ends = db.Set<NameEnd>().AsNoTracking();
        if (letters.Length > 0)
        {
            var (from, before) = (Written(letters), Written([.. letters[..^1], After(letters[^1])]));
#pragma warning disable CA1309 // The database compares, by the order that the column has.
            ends = ends.Where(end => string.Compare(end.Text, from) >= 0 && string.Compare(end.Text, before) < 0);
#pragma warning restore CA1309
        }

        return letters.Sum(letter => letter.Utf16SequenceLength) == part.Length ? ends : ends.Where(end => db.Set<Person>().Any(person => person.Id == end.PersonId && person.Name.Contains(part)));
    }

    /// <summary>In whose name these letters stand together; null where that are more than so many.</summary>
    public static async Task<List<PersonId>?> BearersAsync(DbContext db, string part, int most, CancellationToken cancellation)
    {
        var found = await Holding(db, part).OrderBy(end => end.Text).ThenBy(end => end.PersonId).Select(end => end.PersonId).Take(most + 1).ToListAsync(cancellation);
        return found.Count > most ? null : found;
    }

    private static Rune After(Rune letter) => new(letter.Value == 0xD7FF ? 0xE000 : letter.Value + 1);

    private static string Written(IEnumerable<Rune> letters) => string.Concat(letters);
}
