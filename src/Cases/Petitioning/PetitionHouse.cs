using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What a matter may be about, and which level of authority is usually in charge of it.</summary>
public sealed record MatterSubject(string Key, LocalText Name, UnitLevel Level);

/// <summary>What the house knows of petitions besides its code: the laws of their days and the subjects of its register.</summary>
public sealed record PetitionHouse(PetitionLaws Laws, ImmutableArray<MatterSubject> Subjects)
{
    private static readonly FrozenDictionary<string, UnitLevel> Levels = new Dictionary<string, UnitLevel>(StringComparer.Ordinal)
    {
        ["city"] = UnitLevel.City,
        ["district"] = UnitLevel.District,
        ["township"] = UnitLevel.Township,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What documents of petitions are made from.</summary>
    public PetitionTemplates Templates { get; init; } = PetitionTemplates.None;

    public static PetitionHouse Empty { get; } = new(new PetitionLaws([]), []);

    /// <summary>In production, without the laws whose limits nobody held against the text.</summary>
    public PetitionHouse In(bool production) => production ? this with { Laws = new([.. Laws.All.Where(law => law.IsConfirmed)]) } : this;

    public MatterSubject? Subject(string key) => Subjects.FirstOrDefault(subject => subject.Key == key);

    /// <summary>Reads the folder of petitions. Where something is wrong the house is empty: nothing is registered under limits that nobody can stand by.</summary>
    public static (PetitionHouse House, ImmutableArray<FileFault> Faults) Read(string lawsJson, string subjectsJson)
    {
        var (laws, faults) = PetitionLaws.Read(lawsJson, "laws.json");
        var all = faults.ToList();
        var subjects = ImmutableArray<MatterSubject>.Empty;
        if (JsonSpot.Parse(subjectsJson, "subjects.json", all) is { } root)
        {
            root.Knows("subjects");
            subjects = [.. root.Items("subjects").Select(subject =>
            {
                subject.Knows("key", "name", "level");
                return new MatterSubject(subject.Text("key"), subject.Local("name"), subject.OneOf("level", Levels));
            })];
        }

        return all.Count == 0 ? (new(laws!, subjects), []) : (Empty, [.. all]);
    }
}
