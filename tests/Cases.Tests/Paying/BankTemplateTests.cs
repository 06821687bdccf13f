using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Paying;

namespace AidWorkflow.Cases.Tests.Paying;

[TestFixture]
internal sealed class BankTemplateTests
{
    [Test]
    public void The_shipped_templates_have_no_fault_and_say_that_they_are_demos()
    {
        var (templates, faults) = BankTemplates.Load(Folder());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults, Is.Empty);
            Assert.That(templates.All.Select(template => template.Id), Is.EqualTo(["demo-csv-gb18030", "demo-csv-gbk", "demo-csv-utf8", "demo-xlsx"]));
            Assert.That(templates.All.Select(template => template.Demo), Is.All.True);
        }
    }

    [TestCase("encoding", "\"Big5\"", "$.encoding")]
    [TestCase("id", "\"\"", "$.id")]
    [TestCase("separator", "\"||\"", "$.separator")]
    [TestCase("mostLines", "0", "$.mostLines")]
    [TestCase("byteOrderMark", "true", "$.byteOrderMark")]
    [TestCase("columns", """[{"source":"payee"},{"source":"account"},{"source":"amount"}]""", "$.columns")]
    [TestCase("columns", """[{"source":"payment"},{"source":"payee","width":0},{"source":"account"},{"source":"amount"}]""", "$.columns[1].width")]
    [TestCase("columns", """[{"source":"payment"},{"source":"payee","title":"户名𬭎"},{"source":"account"},{"source":"amount"}]""", "$.columns[1].title")]
    [TestCase("header", """[{"source":"payee"}]""", "$.header[0].source")]
    public void A_fault_is_told_with_its_place(string setting, string value, string place)
    {
        var (template, faults) = Read(setting, value);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(template, Is.Null);
            Assert.That(faults.Select(fault => (fault.File, fault.Place)), Is.EqualTo(new[] { ("bank.json", place) }));
        }
    }

    [TestCase("format", "\"pdf\"")]
    [TestCase("columnz", "[]")]
    [TestCase("mostLines", "\"many\"")]
    [TestCase("answer", "null")]
    [TestCase("columns", "null")]
    [TestCase("columns", "[null]")]
    public void What_is_not_a_template_is_told_with_its_line(string setting, string value)
    {
        var (template, faults) = Read(setting, value);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(template, Is.Null);
            Assert.That(faults, Has.Exactly(1).Items);
            Assert.That(faults[0].Reason.En, Is.Not.Empty);
            Assert.That(faults[0].Reason.Zh, Does.Match("[一-龥]"));
        }
    }

    [Test]
    public void A_broken_file_does_not_keep_the_others_away()
    {
        var folder = Directory.CreateTempSubdirectory("aid-banks-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.json"), "{ broken");
            File.Copy(Path.Combine(Folder(), "demo-xlsx.json"), Path.Combine(folder.FullName, "b.json"));
            File.Copy(Path.Combine(Folder(), "demo-xlsx.json"), Path.Combine(folder.FullName, "c.json"));

            var (templates, faults) = BankTemplates.Load(folder.FullName);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(templates.All.Select(template => template.Id), Is.EqualTo(["demo-xlsx"]));
                Assert.That(faults.Select(fault => fault.File), Is.EqualTo(["a.json", "c.json"]));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (BankFileTemplate? Template, IReadOnlyList<BankTemplateFault> Faults) Read(string setting, string value)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(), "demo-csv-gbk.json")))!.AsObject();
        json[setting] = JsonNode.Parse(value);
        return BankTemplates.Read("bank.json", Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../workflows/banks");
}
