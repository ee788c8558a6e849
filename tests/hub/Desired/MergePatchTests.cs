using System.Text.Json.Nodes;
using CheckIn.Hub.Desired;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Desired;

/// <summary>Against the examples of RFC 7396, appendix A, as far as they are objects, and against any two documents.</summary>
public sealed class MergePatchTests
{
    private static readonly Arbitrary<JsonObject> Documents = Gen.Sized(size => ObjectOf(Math.Min(size, 4))).ToArbitrary();

    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"a":"foo"}""", """{"a":{"b":1}}""", """{"a":{"b":1}}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void The_examples_of_the_standard_hold(string document, string patch, string result) =>
        Assert.True(JsonNode.DeepEquals(Read(result), MergePatch.Apply(Read(document), Read(patch))));

    [Fact]
    public void A_name_that_is_capitalised_otherwise_is_the_same_name() => Assert.Equal(
        """{"Turnstile":{"Pulse":"00:00:02"}}""",
        MergePatch.Apply(
            Read("""{"Turnstile":{"Pulse":"00:00:01"}}"""), Read("""{"turnstile":{"PULSE":"00:00:02"}}""")).ToJsonString());

    [Fact]
    public void What_lies_between_two_documents_makes_the_one_of_the_other() => Prop.ForAll(Documents, Documents, (a, b) =>
    {
        var before = a.ToJsonString();
        var patch = MergePatch.Between(a, b);
        var made = MergePatch.Apply(a, patch);
        Assert.True(JsonNode.DeepEquals(b, made), $"{a.ToJsonString()} + {patch.ToJsonString()} = {made.ToJsonString()}");
        Assert.True(JsonNode.DeepEquals(made, MergePatch.Apply(made, patch)), "a second time it does something else");
        Assert.Equal(before, a.ToJsonString());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Gen<JsonObject> ObjectOf(int depth) =>
        from count in Gen.Choose(0, 4)
        from names in Gen.Elements("A", "B", "C", "D", "E", "F").ArrayOf(count)
        from values in ValueOf(depth).ArrayOf(count)
        select new JsonObject(names.Zip(values).DistinctBy(static pair => pair.First)
            .Select(static pair => KeyValuePair.Create(pair.First, (JsonNode?)pair.Second.DeepClone())));

    private static Gen<JsonNode> ValueOf(int depth)
    {
        var leaf = Gen.Choose(0, 3).Select(static number => (JsonNode)JsonValue.Create(number));
        return depth == 0 ? leaf : Gen.OneOf(
            leaf, Gen.Constant((JsonNode)new JsonArray(1, 2)), ObjectOf(depth - 1).Select(static inner => (JsonNode)inner));
    }

    private static JsonObject Read(string text) => (JsonObject)JsonNode.Parse(text)!;
}
