using System.Diagnostics;
using Npgsql;
using NUnit.Framework;

namespace AidWorkflow.Harness;

/// <summary>
/// A private PostgreSQL of this test process: an own data folder, reachable through a socket in it and by nobody else, with fsync on.
/// It ends with the process, also when that is killed: its keeper waits on a pipe that closes then.
/// </summary>
public sealed class PostgresServer
{
    // Ends the server when standard input closes, and takes its folder along.
    private const string Keeper =
        """
        umask 077
        "$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$2/initdb.log" 2>&1 || { cat "$2/initdb.log" >&2; exit 1; }
        "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=on -c max_connections=200 >"$2/server.log" 2>&1 </dev/null &
        server=$!
        until "$1/pg_isready" -q -h "$2"; do
          kill -0 "$server" 2>/dev/null || { cat "$2/server.log" >&2; exit 1; }
          sleep 0.05
        done
        echo ready
        cat >/dev/null
        kill -INT "$server"
        wait "$server"
        rm -rf "$2"
        """;

    private static readonly Lazy<Task<PostgresServer?>> OfThisProcess = new(StartAsync);

    private readonly Process keeper;
    private readonly string folder;
    private int databases;

    private PostgresServer(Process keeper, string folder)
    {
        this.keeper = keeper;
        this.folder = folder;
    }

    /// <summary>The server, started on first use. Without PostgreSQL on the machine the test is skipped aloud, and fails where CI=true.</summary>
    public static async Task<PostgresServer> RunningAsync()
    {
        if (await OfThisProcess.Value is { } server)
            return server;
        const string Missing = "PostgreSQL is not installed here (no /usr/lib/postgresql/*/bin/postgres): its tests did not run.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(Missing);
        await TestContext.Progress.WriteLineAsync(Missing);
        Assert.Ignore(Missing);
        throw new UnreachableException();
    }

    /// <summary>A connection string to a new database, empty or a copy of another one.</summary>
    public async Task<string> CreateDatabaseAsync(string? template, CancellationToken cancellation)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await RunAsync($"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {template}")}", cancellation);
        return Connection(name);
    }

    public async Task DropDatabaseAsync(string connection, CancellationToken cancellation)
    {
        await using (var pool = new NpgsqlConnection(connection))
            NpgsqlConnection.ClearPool(pool);
        await RunAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)", cancellation);
    }

    private string Connection(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = folder,
        Username = "postgres",
        Database = database,
        MaxPoolSize = 60,
        IncludeErrorDetail = true,
    }.ConnectionString;

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(keeper.HasExited, this);
        await using var connection = new NpgsqlConnection($"{Connection("postgres")};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names made above
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<PostgresServer?> StartAsync()
    {
        if (Binaries() is not { } binaries)
            return null;
        var home = Directory.CreateTempSubdirectory("aid-pg-").FullName;
        var asPostgres = string.Equals(Environment.UserName, "root", StringComparison.Ordinal); // the server refuses to run as root
        if (asPostgres)
            await Process.Start("chown", ["postgres", home]).WaitForExitAsync();

        var start = new ProcessStartInfo { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = home };
        string[] command = asPostgres ? ["runuser", "-u", "postgres", "--", "sh", "-c", Keeper, "keeper"] : ["sh", "-c", Keeper, "keeper"];
        start.FileName = command[0];
        foreach (var argument in command.Skip(1).Concat([binaries, home]))
            start.ArgumentList.Add(argument);
        var started = Process.Start(start)!;
        if (await started.StandardOutput.ReadLineAsync() is not "ready")
            throw new InvalidOperationException($"PostgreSQL did not start in {home}.");
        return new PostgresServer(started, home);
    }

    private static string? Binaries() => !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "postgres")))
            .OrderDescending(StringComparer.Ordinal)
            .FirstOrDefault();
}
