using AidWorkflow.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AidWorkflow.Storage.Migrating;

// dotnet-ef makes contexts through these when migrations are written; no server is asked.

internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteAidContext>
{
    public SqliteAidContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAidContext>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresAidContext>
{
    public PostgresAidContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresAidContext>().UseNpgsql("Host=localhost").Options);
}

internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<SqlServerAidContext>
{
    public SqlServerAidContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerAidContext>().UseSqlServer("Server=localhost").Options);
}
