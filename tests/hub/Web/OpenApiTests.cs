using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Hub.Web.OpenApi;

namespace CheckIn.Hub.Tests.Web;

/// <summary>
/// The API describes itself so that somebody can use it without asking: every operation, with examples.
/// </summary>
public sealed class OpenApiTests
{
    private static readonly string[] Methods = ["get", "put", "post", "delete"];

    [Fact]
    public async Task Every_operation_says_what_it_does_and_shows_what_is_asked_and_answered()
    {
        await using var hub = await WebHost.StartAsync();
        var document = await hub.GetJsonAsync("/openapi/v1.json");
        var (judge, problems) = (new JsonSchemas(document, isStrict: true), new List<string>());
        foreach (var (name, operation) in Operations(document))
        {
            if (!operation.TryGetProperty("summary", out var summary) || summary.GetString() is not { Length: > 5 })
                problems.Add(name + " has no summary");
            if (!operation.TryGetProperty("tags", out var tags) || tags.GetArrayLength() != 1)
                problems.Add(name + " stands under no heading");
            problems.AddRange(Asked(name, operation, judge).Concat(Answered(name, operation, judge)));
        }
        Assert.Empty(problems);
    }

    [Fact]
    public async Task Every_operation_of_the_api_shows_its_refusals()
    {
        await using var hub = await WebHost.StartAsync();
        var document = await hub.GetJsonAsync("/openapi/v1.json");
        foreach (var (name, operation) in Operations(document))
        {
            if (!name.Contains(" /api/", StringComparison.Ordinal))
                continue;
            var refusals = Answers(operation).Where(static one => one.Name[0] is '4' or '5').ToArray();
            Assert.Contains("401", refusals.Select(static one => one.Name));
            Assert.Contains("403", refusals.Select(static one => one.Name));
            Assert.All(refusals, refusal =>
            {
                var content = refusal.Value.GetProperty("content").GetProperty("application/problem+json");
                var example = content.GetProperty("example");
                Assert.Equal(refusal.Name, example.GetProperty("status").GetRawText());
                Assert.True(example.GetProperty("detail").GetString() is { Length: > 10 }, name);
            });
        }
    }

    /// <summary>An operation that was renamed leaves its examples behind.</summary>
    [Fact]
    public async Task Every_example_is_of_an_operation_that_there_is()
    {
        await using var hub = await WebHost.StartAsync();
        var names = Operations(await hub.GetJsonAsync("/openapi/v1.json")).Select(static one => one.Name).ToHashSet();
        Assert.All(ApiExample.All.Keys, name => Assert.Contains(name, names));
    }

    [Fact]
    public async Task Every_heading_is_explained_and_every_token_knows_where_it_goes()
    {
        await using var hub = await WebHost.StartAsync();
        var document = await hub.GetJsonAsync("/openapi/v1.json");
        var tags = document.GetProperty("tags").EnumerateArray()
            .Select(static tag => tag.GetProperty("name").GetString()).ToHashSet();
        Assert.All(Operations(document), one =>
            Assert.Contains(one.Operation.GetProperty("tags")[0].GetString(), tags));
        Assert.Equal(ApiTags.All.Count, tags.Count);
        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("bearer", schemes.GetProperty("token").GetProperty("scheme").GetString());
        Assert.Equal("CheckIn hub", document.GetProperty("info").GetProperty("title").GetString());
    }

    [Fact]
    public async Task What_crosses_MQTT_describes_itself_beside_it()
    {
        await using var hub = await WebHost.StartAsync();
        var document = await hub.GetJsonAsync("/asyncapi/v1.json");
        Assert.Equal("3.0.0", document.GetProperty("asyncapi").GetString());
        Assert.Equal(new ContractSchemas().Root.GetRawText(), document.GetRawText());
    }

    private static IEnumerable<string> Asked(string name, JsonElement operation, JsonSchemas judge)
    {
        if (operation.TryGetProperty("parameters", out var parameters))
        {
            foreach (var parameter in parameters.EnumerateArray())
            {
                if (parameter.GetProperty("in").GetString() == "path" && !parameter.TryGetProperty("example", out _))
                    yield return $"{name} has no example of {parameter.GetProperty("name")}";
            }
        }
        if (!operation.TryGetProperty("requestBody", out var body))
            yield break;
        foreach (var content in body.GetProperty("content").EnumerateObject())
        {
            foreach (var problem in Judged(content, judge))
                yield return $"{name}, asked as {content.Name}: {problem}";
        }
    }

    private static IEnumerable<string> Answered(string name, JsonElement operation, JsonSchemas judge)
    {
        var answers = Answers(operation).Where(static one => one.Name[0] == '2').ToArray();
        if (answers.Length == 0)
            yield return name + " has no answer";
        foreach (var answer in answers.Where(static one => one.Name != "204"))
        {
            if (!answer.Value.TryGetProperty("content", out var contents))
            {
                yield return $"{name}, answered {answer.Name}: has no example";
                continue;
            }
            foreach (var content in contents.EnumerateObject())
            {
                foreach (var problem in Judged(content, judge))
                    yield return $"{name}, answered {answer.Name} as {content.Name}: {problem}";
            }
        }
    }

    private static IEnumerable<string> Judged(JsonProperty content, JsonSchemas judge)
    {
        if (!content.Value.TryGetProperty("example", out var example))
            return ["has no example"];
        return content.Value.TryGetProperty("schema", out var schema) ? judge.Problems(schema, example) : [];
    }

    private static JsonElement.ObjectEnumerator Answers(JsonElement operation) =>
        operation.GetProperty("responses").EnumerateObject();

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);
}
