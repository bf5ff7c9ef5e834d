//! Postman's dynamic variables: `{{$guid}}` and the like, which have a fresh value each time they are used.

/// Their names, sorted. Not every name that begins with `$` is one: `{{$filter}}` is a variable like any other.
const NAMES: [&str; 118] = [
    "$guid",
    "$isoTimestamp",
    "$randomAbbreviation",
    "$randomAbstractImage",
    "$randomAdjective",
    "$randomAlphaNumeric",
    "$randomAnimalsImage",
    "$randomAvatarImage",
    "$randomBankAccount",
    "$randomBankAccountBic",
    "$randomBankAccountIban",
    "$randomBankAccountName",
    "$randomBitcoin",
    "$randomBoolean",
    "$randomBs",
    "$randomBsAdjective",
    "$randomBsBuzz",
    "$randomBsNoun",
    "$randomBusinessImage",
    "$randomCatchPhrase",
    "$randomCatchPhraseAdjective",
    "$randomCatchPhraseDescriptor",
    "$randomCatchPhraseNoun",
    "$randomCatsImage",
    "$randomCity",
    "$randomCityImage",
    "$randomColor",
    "$randomCommonFileExt",
    "$randomCommonFileName",
    "$randomCommonFileType",
    "$randomCompanyName",
    "$randomCompanySuffix",
    "$randomCountry",
    "$randomCountryCode",
    "$randomCreditCardMask",
    "$randomCurrencyCode",
    "$randomCurrencyName",
    "$randomCurrencySymbol",
    "$randomDatabaseCollation",
    "$randomDatabaseColumn",
    "$randomDatabaseEngine",
    "$randomDatabaseType",
    "$randomDateFuture",
    "$randomDatePast",
    "$randomDateRecent",
    "$randomDepartment",
    "$randomDirectoryPath",
    "$randomDomainName",
    "$randomDomainSuffix",
    "$randomDomainWord",
    "$randomEmail",
    "$randomExampleEmail",
    "$randomFashionImage",
    "$randomFileExt",
    "$randomFileName",
    "$randomFilePath",
    "$randomFileType",
    "$randomFirstName",
    "$randomFoodImage",
    "$randomFullName",
    "$randomHexColor",
    "$randomIP",
    "$randomIPV6",
    "$randomImageDataUri",
    "$randomImageUrl",
    "$randomIngverb",
    "$randomInt",
    "$randomJobArea",
    "$randomJobDescriptor",
    "$randomJobTitle",
    "$randomJobType",
    "$randomLastName",
    "$randomLatitude",
    "$randomLocale",
    "$randomLongitude",
    "$randomLoremLines",
    "$randomLoremParagraph",
    "$randomLoremParagraphs",
    "$randomLoremSentence",
    "$randomLoremSentences",
    "$randomLoremSlug",
    "$randomLoremText",
    "$randomLoremWord",
    "$randomLoremWords",
    "$randomMACAddress",
    "$randomMimeType",
    "$randomMonth",
    "$randomNamePrefix",
    "$randomNameSuffix",
    "$randomNatureImage",
    "$randomNightlifeImage",
    "$randomNoun",
    "$randomPassword",
    "$randomPeopleImage",
    "$randomPhoneNumber",
    "$randomPhoneNumberExt",
    "$randomPhrase",
    "$randomPrice",
    "$randomProduct",
    "$randomProductAdjective",
    "$randomProductMaterial",
    "$randomProductName",
    "$randomProtocol",
    "$randomSemver",
    "$randomSportsImage",
    "$randomStreetAddress",
    "$randomStreetName",
    "$randomTransactionType",
    "$randomTransportImage",
    "$randomUUID",
    "$randomUrl",
    "$randomUserAgent",
    "$randomUserName",
    "$randomVerb",
    "$randomWeekday",
    "$randomWord",
    "$randomWords",
    "$timestamp",
];

/// Whether a variable is dynamic.
pub fn is_dynamic(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter()
}

/// A value for a dynamic variable, always the same: for what is to be compared.
pub fn sample(name: &str) -> String {
    match name {
        "$guid" | "$randomUUID" => "3f2504e0-4f89-41d3-9a0c-0305e82c3301".to_owned(),
        "$timestamp" => "1700000000".to_owned(),
        "$isoTimestamp" => "2023-11-14T22:13:20.000Z".to_owned(),
        "$randomBoolean" => "true".to_owned(),
        "$randomInt" | "$randomPrice" | "$randomBankAccount" | "$randomCreditCardMask" => {
            "7".to_owned()
        }
        "$randomLatitude" | "$randomLongitude" => "1.5".to_owned(),
        other => format!("example-{}", other.trim_start_matches('$')),
    }
}

/// A value of the kind that Postman makes, for the dynamic variables whose values are all of one kind that says something.
pub fn typical(name: &str) -> Option<String> {
    match name {
        "$guid" | "$randomUUID" | "$timestamp" | "$isoTimestamp" | "$randomBoolean"
        | "$randomInt" | "$randomLatitude" | "$randomLongitude" => Some(sample(name)),
        // Postman writes two decimals.
        "$randomPrice" => Some("1.5".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        assert!(NAMES.is_sorted());
        assert!(is_dynamic("$guid") && is_dynamic("$timestamp"));
        assert!(!is_dynamic("$filter") && !is_dynamic("guid"));
    }
}
