using System.Net;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;
using static AidWorkflow.Portal.Tests.Intervening.Flows;

namespace AidWorkflow.Portal.Tests.Designing;

/// <summary>A workflow of the library is begun on the list of the designer, empty or like another one.</summary>
[TestFixture]
internal sealed class NewDefinitionTests
{
    private const string Page = "/admin/designer";

    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task An_empty_one_has_a_start_and_a_copy_has_what_the_other_has_and_an_id_of_its_own()
    {
        var writer = await hall.Office.AsAsync("admin1");
        await hall.Office.DoAsync((SaveDefinition act, CancellationToken token) => act.RunAsync(writer, new(Flow("heard", Listening("hear"))), token));
        var admin = await hall.SignInAsync("admin1", "en");

        var empty = await admin.PostAsync(Page, Page, ("name", " Key handover "), ("like", ""));
        var copy = await admin.PostAsync(Page, Page, ("name", "Heard again"), ("like", "heard"));

        var (first, second) = (await OnlyAsync("Key handover"), await OnlyAsync("Heard again"));
        var (status, editor) = await admin.GetAsync(empty.Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((empty.Status, empty.Text), Is.EqualTo((HttpStatusCode.SeeOther, $"{Page}/{first.DefinitionId}")));
            Assert.That((copy.Status, copy.Text), Is.EqualTo((HttpStatusCode.SeeOther, $"{Page}/{second.DefinitionId}")));
            Assert.That((status, first.Version, first.State), Is.EqualTo((HttpStatusCode.OK, 1, DefinitionState.Draft)));
            Assert.That(editor, Does.Contain("Key handover"));
            Assert.That(Steps(first.Json), Is.EqualTo(new[] { "Elsa.Start" }));
            Assert.That(Steps(second.Json), Is.EqualTo(Steps((await OnlyAsync("heard")).Json)));
            Assert.That(second.DefinitionId, Is.Not.EqualTo("heard"));
        }
    }

    [TestCase(" ", "", "Enter a name")]
    [TestCase("hardship aid", "", "There is a workflow named")]
    [TestCase("Like a service", "hardship-aid", "There is no workflow definition")]
    public async Task What_cannot_be_begun_is_said_at_its_field_and_nothing_typed_is_lost(string name, string like, string said)
    {
        var admin = await hall.SignInAsync("admin1", "en");
        var before = await hall.Office.ReadAsync(db => db.Set<DefinitionVersion>().CountAsync());

        var answer = await admin.PostAsync(Page, Page, ("name", name), ("like", like));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(answer.Text, Does.Contain(said).And.Contain($"value=\"{name}\""));
            Assert.That(await hall.Office.ReadAsync(db => db.Set<DefinitionVersion>().CountAsync()), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task Nobody_else_begins_one()
    {
        var clerk = await hall.SignInAsync("station1", "en");

        Assert.That((await clerk.GetAsync(Page)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private Task<DefinitionVersion> OnlyAsync(string name) => hall.Office.ReadAsync(db => db.Set<DefinitionVersion>().SingleAsync(version => version.Name == name));

    private static string[] Steps(string json) => [.. JsonNode.Parse(json)!["root"]!["activities"]!.AsArray().Select(step => (string)step!["type"]!)];
}
