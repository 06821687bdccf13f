using System.Collections.Immutable;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Authoring;

/// <summary>What an activity answers. It tells; the engine acts.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The default completion: follows links from "Done" and links without a port.</summary>
    public static Outcome Done { get; } = new Completed(["Done"]) { IsDefault = true };

    /// <summary>Completed; links whose source port is one of the names are followed.</summary>
    public static Outcome With(params ImmutableArray<string> names) => new Completed(names);

    public static Outcome Wait(params ImmutableArray<BookmarkRequest> bookmarks) => new Waiting(bookmarks);

    /// <summary>It is done; the flow goes on from these ports.</summary>
    public sealed record Completed(ImmutableArray<string> Names) : Outcome
    {
        /// <summary>Said nothing in particular, so a link without a port follows too.</summary>
        internal bool IsDefault { get; init; }
    }

    /// <summary>It waits until one of the bookmarks is hit.</summary>
    public sealed record Waiting(ImmutableArray<BookmarkRequest> Bookmarks) : Outcome;

    /// <summary>It cannot go on: an incident for a person. Say it before changing anything.</summary>
    public sealed record Failed(string Reason) : Outcome;

    /// <summary>A container's answer: it stays open while its children run.</summary>
    internal sealed record Open : Outcome
    {
        internal static readonly Open Children = new();
    }
}

/// <summary>A place to wait at; made by <see cref="ActivityContext.NewBookmark"/>, so the activity knows its id before it exists.</summary>
public sealed record BookmarkRequest(BookmarkId Id, string Name, string Stimulus, DateTimeOffset? DueAt);
