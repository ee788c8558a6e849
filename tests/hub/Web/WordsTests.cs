using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Web;

/// <summary>Vietnamese and English say the same: every class of words, found by its form.</summary>
public sealed partial class WordsTests
{
    /// <summary>What is rightly the same in both languages.</summary>
    private static readonly HashSet<string> Same = [];

    /// <summary>Vietnamese of several words without a mark.</summary>
    private static readonly HashSet<string> WithoutMarks = [];

    public static TheoryData<string> Classes => [.. All().Select(static type => type.Name)];

    [Fact]
    public void Every_class_of_words_is_found() =>
        Assert.Superset(new HashSet<string> { "Words", "EnrolmentWords", "FleetWords" },
            All().Select(static type => type.Name).ToHashSet());

    [Theory]
    [MemberData(nameof(Classes))]
    public void Both_languages_say_everything_and_each_in_its_own_words(string name)
    {
        foreach (var (key, vietnamese, english) in Pairs(name))
        {
            Assert.False(string.IsNullOrWhiteSpace(vietnamese), key);
            Assert.False(string.IsNullOrWhiteSpace(english), key);
            Assert.True(vietnamese != english || Same.Contains(key), $"{key} is the same in both languages: {english}");
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Both_languages_leave_the_same_places_open(string name)
    {
        foreach (var (key, vietnamese, english) in Pairs(name))
            Assert.True(Places(vietnamese).SetEquals(Places(english)), $"{key}: {vietnamese} | {english}");
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Vietnamese_bears_its_marks_each_letter_in_one_piece(string name)
    {
        foreach (var (key, vietnamese, _) in Pairs(name))
        {
            Assert.True(vietnamese == vietnamese.Normalize(NormalizationForm.FormC), key);
            var words = vietnamese.Split(' ').Count(static word => word.All(char.IsLetter) && word.Length > 1);
            Assert.True(
                words < 3 || !Ascii.IsValid(vietnamese) || WithoutMarks.Contains(key), $"{key}: {vietnamese}");
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Nobody_is_shouted_at(string name) =>
        Assert.All(Pairs(name), static pair => Assert.DoesNotContain('!', pair.Vietnamese + pair.English));

    private static IEnumerable<Type> All() => typeof(Words).Assembly.GetTypes().Where(static type =>
        Of(type, "English")?.PropertyType == type && Of(type, "Vietnamese")?.PropertyType == type);

    private static PropertyInfo? Of(Type type, string language) =>
        type.GetProperty(language, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);

    private static IEnumerable<(string Key, string Vietnamese, string English)> Pairs(string name)
    {
        var type = All().Single(type => type.Name == name);
        var (vietnamese, english) = (Of(type, "Vietnamese")!.GetValue(null), Of(type, "English")!.GetValue(null));
        foreach (var property in type.GetProperties().Where(static one => one is { CanWrite: true, GetMethod.IsStatic: false }))
        {
            var (vi, en) = (Texts(property.GetValue(vietnamese)), Texts(property.GetValue(english)));
            Assert.True(vi.Length == en.Length, $"{name}.{property.Name}");
            for (var i = 0; i < vi.Length; i++)
                yield return ($"{name}.{property.Name}", vi[i], en[i]);
        }
    }

    private static string[] Texts(object? value) => value switch
    {
        string text => [text],
        IEnumerable<string> texts => [.. texts],
        IReadOnlyDictionary<string, string> texts =>
            [.. texts.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => one.Value)],
        _ => [],
    };

    private static HashSet<string> Places(string text) =>
        [.. Place().Matches(text).Select(static match => match.Value)];

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Place();
}
