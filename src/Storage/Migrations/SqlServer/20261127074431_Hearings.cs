using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Hearings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "cause",
                table: "agency_waits",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Agency");

            migrationBuilder.AddColumn<DateOnly>(
                name: "held_on",
                table: "agency_waits",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "agency_waits",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "cause",
                table: "agency_waits");

            migrationBuilder.DropColumn(
                name: "held_on",
                table: "agency_waits");

            migrationBuilder.DropColumn(
                name: "place",
                table: "agency_waits");
        }
    }
}
