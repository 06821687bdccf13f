using AidWorkflow.Cases.Acting;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Model;
using AidWorkflow.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AidWorkflow.Storage.Tests.Writing;

/// <summary>What an act of these tests changes: a row of the smallest room there could be.</summary>
internal sealed class Note : IRevised
{
    public required Guid Id { get; init; }

    public string Text { get; set; } = "";

    public long Revision { get; private set; }
}

/// <summary>The model with one table more.</summary>
internal sealed class NotesContext(DbContextOptions options) : AidContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Note>(note =>
        {
            note.ToTable("notes");
            note.HasIndex(row => row.Text).IsUnique();
        });
    }
}

/// <summary>Acts on notes through the real unit of work of a database.</summary>
internal sealed class Notes(TestDatabase database)
{
    private readonly DbContextOptions options = database.Provider is Provider.Sqlite
        ? new DbContextOptionsBuilder<NotesContext>().UseSqlite($"{database.Options.Connection};Foreign Keys=True").Options
        : new DbContextOptionsBuilder<NotesContext>().UseNpgsql(database.Get<NpgsqlDataSource>()).Options;

    public async Task CreateTableAsync()
    {
        await using var db = Db();
        await db.Database.ExecuteSqlRawAsync(database.Provider is Provider.Sqlite
            ? "CREATE TABLE notes(id TEXT PRIMARY KEY, text TEXT UNIQUE, revision INTEGER NOT NULL)"
            : "CREATE TABLE notes(id uuid PRIMARY KEY, text text UNIQUE, revision bigint NOT NULL)");
    }

    public NotesContext Db() => new(options);

    public UnitOfWork Work() => new(Db(), database.Get<IWriter>(), new PooledConnections());

    /// <summary>A committed note.</summary>
    public async Task<Guid> WrittenAsync(string? text = null)
    {
        var note = new Note { Id = A.Id(), Text = text ?? A.Id().ToString() };
        var work = Work();
        work.Db.Add(note);
        await work.CommitAsync(default);
        return note.Id;
    }

    public async Task<Note?> ReadAsync(Guid id)
    {
        await using var db = Db();
        return await db.Set<Note>().AsNoTracking().SingleOrDefaultAsync(note => note.Id == id);
    }

    /// <summary>An act that has read a note and changed it, and is about to commit.</summary>
    public async Task<UnitOfWork> ChangingAsync(Guid id, string text)
    {
        var work = Work();
        (await work.Db.Set<Note>().SingleAsync(note => note.Id == id)).Text = text;
        return work;
    }
}
