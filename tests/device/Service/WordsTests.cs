using System.Reflection;
using System.Text.RegularExpressions;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Tests.Service;

/// <summary>Both languages say the same: every sentence, with every figure in it.</summary>
public sealed partial class WordsTests
{
    [Fact]
    public void Every_sentence_of_status_is_there_twice_with_the_same_figures() =>
        AssertComplete(StatusWords.English, StatusWords.Vietnamese);

    [Theory]
    [InlineData(null, "vi_VN.UTF-8", 1)]
    [InlineData(null, "en_US.UTF-8", 0)]
    [InlineData(null, null, 0)]
    [InlineData("en", "vi_VN.UTF-8", 0)]
    [InlineData("vi", "C", 1)]
    public void The_language_is_the_one_asked_for_else_the_shells(string? choice, string? locale, int language) =>
        Assert.Equal((Language)language, Languages.Choose(choice, locale));

    [Fact]
    public void A_language_that_nobody_speaks_here_is_refused_with_what_there_is() =>
        Assert.Contains("vi, en", Assert.Throws<FormatException>(() => Languages.Choose("fr", null)).Message, StringComparison.Ordinal);

    internal static void AssertComplete<T>(T english, T vietnamese)
    {
        foreach (var sentence in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(string)))
        {
            var (one, other) = ((string)sentence.GetValue(english)!, (string)sentence.GetValue(vietnamese)!);
            Assert.False(string.IsNullOrWhiteSpace(one) || string.IsNullOrWhiteSpace(other), sentence.Name);
            Assert.True(Figures(one).SequenceEqual(Figures(other)), $"{sentence.Name}: '{one}', '{other}'");
        }
    }

    private static IEnumerable<string> Figures(string sentence) =>
        Figure().Matches(sentence).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Figure();
}
