using System.Text;
using AidWorkflow.Cases.Protecting;

#pragma warning disable NUnit1027 // FsCheck gives the arguments

namespace AidWorkflow.Cases.Tests.Protecting;

[TestFixture]
internal sealed class ProtectingTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("aid-keys-").FullName;
    private FieldProtector protector = null!;

    private string RingPath => Path.Combine(folder, "keys.json");

    [OneTimeSetUp]
    public void Make() => protector = new FieldProtector(KeyRing.CreateDemo(RingPath));

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [FsCheck.NUnit.Property]
    public bool What_was_sealed_opens_again(byte[] value, Guid row) =>
        protector.OpenBytes(protector.SealBytes(value, $"file:{row}"), $"file:{row}").AsSpan().SequenceEqual(value);

    [FsCheck.NUnit.Property]
    public bool Every_single_changed_byte_is_noticed(string text, ushort place, byte by)
    {
        var value = protector.Seal(text ?? "", "person.phone:1");
        value[place % value.Length] ^= (byte)(by | 1);

        return Fails(() => protector.Open(value, "person.phone:1"));
    }

    [FsCheck.NUnit.Property]
    public bool A_value_cut_short_is_noticed(string text, byte kept)
    {
        var value = protector.Seal(text ?? "", "person.phone:1");

        return Fails(() => protector.Open(value.AsSpan(0, kept % value.Length), "person.phone:1"));
    }

    [FsCheck.NUnit.Property]
    public bool The_same_value_is_never_sealed_to_the_same_bytes(byte[] value) =>
        !protector.SealBytes(value, "x").AsSpan().SequenceEqual(protector.SealBytes(value, "x"));

    [TestCase("person.citizen-id:2")]
    [TestCase("person.phone:1")]
    public void A_value_copied_into_another_row_or_column_does_not_open(string elsewhere) =>
        Assert.That(() => protector.Open(protector.Seal("370402196508010011", "person.citizen-id:1"), elsewhere), Throws.TypeOf<UnreadableFieldException>());

    [Test]
    public void A_sealed_value_names_its_algorithm_and_key()
    {
        var value = protector.Seal("x", "place");
        var index = protector.Index("x", "field");

        Assert.That((value[1], index[1]), Is.EqualTo(((byte)ProtectionAlgorithm.Aes256Gcm, (byte)ProtectionAlgorithm.HmacSha256)));
        Assert.That((value[2..4], index[2..4]), Is.EqualTo((new byte[] { 0, 1 }, new byte[] { 0, 1 })));
    }

    [TestCase("11010519491231002X", "１１０１０５ 19491231-002x")]
    [TestCase("6217000000000000004", "6217 0000 0000 0000 004")]
    public void The_blind_index_is_the_same_however_it_was_typed(string one, string two) =>
        Assert.That(protector.Index(one, "f"), Is.EqualTo(protector.Index(two, "f")));

    [FsCheck.NUnit.Property]
    public bool The_blind_index_of_digits_does_not_depend_on_width_or_spaces(ulong number, byte at)
    {
        var text = number.ToString("D20", null);
        var wide = string.Concat(text.Select(digit => (char)(digit - '0' + '０'))).Insert(at % 20, " ");

        return protector.Index(text, "f").AsSpan().SequenceEqual(protector.Index(wide, "f"));
    }

    [Test]
    public void The_blind_index_tells_values_and_fields_apart()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(protector.Index("1", "f"), Is.Not.EqualTo(protector.Index("2", "f")));
            Assert.That(protector.Index("1", "f"), Is.Not.EqualTo(protector.Index("1", "g")));
        }
    }

    [Test]
    public void A_demo_ring_says_that_it_is_one_and_is_never_overwritten()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(KeyRing.Read(RingPath).IsDemo, Is.True);
            Assert.That(() => KeyRing.CreateDemo(RingPath), Throws.InstanceOf<IOException>());
            Assert.That(KeyRing.Create(Path.Combine(folder, "real.json")).IsDemo, Is.False);
        }
    }

    [Test]
    public void After_turning_the_keys_old_values_open_new_ones_use_the_new_key_and_search_asks_for_both()
    {
        var path = Path.Combine(folder, "turned.json");
        var before = new FieldProtector(KeyRing.Create(path));
        var (old, oldIndex) = (before.Seal("x", "p"), before.Index("x", "f"));

        var after = new FieldProtector(KeyRing.Rotate(path));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Open(old, "p"), Is.EqualTo("x"));
            Assert.That(after.Seal("x", "p")[2..4], Is.EqualTo(new byte[] { 0, 2 }));
            Assert.That(after.Indexes("x", "f"), Has.Exactly(2).Items.And.One.EqualTo(oldIndex).And.One.EqualTo(after.Index("x", "f")));
            Assert.That(() => before.Open(after.Seal("x", "p"), "p"), Throws.TypeOf<UnreadableFieldException>().With.Message.Contains("key 2"));
        }
    }

    [Test]
    public void A_key_of_the_file_is_useless_without_the_key_encrypting_key()
    {
        var path = Path.Combine(folder, "stolen.json");
        var text = File.ReadAllText(RingPath);
        var kek = text.Split("\"kek\": \"")[1].Split('"')[0];
        File.WriteAllText(path, text.Replace(kek, Convert.ToBase64String(new byte[32]), StringComparison.Ordinal));

        Assert.That(() => KeyRing.Read(path), Throws.TypeOf<KeyRingException>().With.Message.Contains("stolen.json"));
    }

    [Test]
    public void The_key_encrypting_key_may_lie_in_a_file_of_its_own()
    {
        var path = Path.Combine(folder, "split.json");
        var text = File.ReadAllText(RingPath);
        var kek = text.Split("\"kek\": \"")[1].Split('"')[0];
        File.WriteAllText(Path.Combine(folder, "split.kek"), kek + "\n");
        File.WriteAllText(path, text.Replace($"\"kek\": \"{kek}\"", "\"kekFile\": \"split.kek\"", StringComparison.Ordinal));

        var value = protector.Seal("x", "p");

        Assert.That(new FieldProtector(KeyRing.Read(path)).Open(value, "p"), Is.EqualTo("x"));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("{ \"isDemo\": true, \"kek\": \"!\", \"keys\": [] }")]
    [TestCase("{ \"isDemo\": true, \"kek\": \"AAAA\", \"keys\": [] }")]
    [TestCase("{ \"isDemo\": true, \"kekFile\": \"none\", \"keys\": [] }")]
    [TestCase("{ \"isDemo\": true, \"kek\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\", \"keys\": [ { \"purpose\": \"field\", \"id\": 1, \"wrappedWith\": \"none\", \"wrapped\": \"AAAA\" } ] }")]
    public void A_broken_key_file_says_which_file_and_why(string json)
    {
        var path = Path.Combine(folder, "broken.json");
        File.WriteAllText(path, json, Encoding.UTF8);

        Assert.That(() => KeyRing.Read(path), Throws.TypeOf<KeyRingException>().With.Message.Contains("broken.json"));
    }

    private static bool Fails(Func<string> open)
    {
        try
        {
            _ = open();
            return false;
        }
        catch (UnreadableFieldException)
        {
            return true;
        }
    }
}
