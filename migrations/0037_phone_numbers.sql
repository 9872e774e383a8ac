-- What a telephone number is compared and called by. The plans are those of libphonenumber-js 1.13.16, printed by
-- scripts/numbering-plans.ts; a test holds that both read the same. In SQL, because who is left out of a campaign is one
-- expression of it; as `case` and not as JSON, which was unfolded at each call: fifteen times as slow.

-- calling code, what is dialled before a foreign number, before a national one, and what the latter becomes
create function phone_plan(country text) returns text[] language plpgsql immutable parallel safe as $$
begin
  return case country
    when 'AC' then array['247', '00', null, null]::text[]
    when 'AD' then array['376', '00', null, null]::text[]
    when 'AE' then array['971', '00', '0', null]::text[]
    when 'AF' then array['93', '00', '0', null]::text[]
    when 'AG' then array['1', '011', '([457]\d{6})$|1', '268\1']::text[]
    when 'AI' then array['1', '011', '([2457]\d{6})$|1', '264\1']::text[]
    when 'AL' then array['355', '00', '0', null]::text[]
    when 'AM' then array['374', '00', '0', null]::text[]
    when 'AO' then array['244', '00', null, null]::text[]
    when 'AR' then array['54', '00', '0?(?:(11|2(?:2(?:02?|[13]|2[13-79]|4[1-6]|5[2457]|6[124-8]|7[1-4]|8[13-6]|9[1267])|3(?:02?|1[467]|2[03-6]|3[13-8]|[49][2-6]|5[2-8]|[67])|4(?:7[3-578]|9)|6(?:[0136]|2[24-6]|4[6-8]?|5[15-8])|80|9(?:0[1-3]|[19]|2\d|3[1-6]|4[02568]?|5[2-4]|6[2-46]|72?|8[23]?))|3(?:3(?:2[79]|6|8[2578])|4(?:0[0-24-9]|[12]|3[5-8]?|4[24-7]|5[4-68]?|6[02-9]|7[126]|8[2379]?|9[1-36-8])|5(?:1|2[1245]|3[237]?|4[1-46-9]|6[2-4]|7[1-6]|8[2-5]?)|6[24]|7(?:[069]|1[1568]|2[15]|3[145]|4[13]|5[14-8]|7[2-57]|8[126])|8(?:[01]|2[15-7]|3[2578]?|4[13-6]|5[4-8]?|6[1-357-9]|7[36-8]?|8[5-8]?|9[124])))15)?', '9\1']::text[]
    when 'AS' then array['1', '011', '([267]\d{6})$|1', '684\1']::text[]
    when 'AT' then array['43', '00', '0', null]::text[]
    when 'AU' then array['61', '001[14-689]|14(?:1[14]|34|4[17]|[56]6|7[47]|88)0011', '(183[12])|0', null]::text[]
    when 'AW' then array['297', '00', null, null]::text[]
    when 'AX' then array['358', '00|99(?:[01469]|5(?:[14]1|3[23]|5[59]|77|88|9[09]))', '0', null]::text[]
    when 'AZ' then array['994', '00', '0', null]::text[]
    when 'BA' then array['387', '00', '0', null]::text[]
    when 'BB' then array['1', '011', '([2-9]\d{6})$|1', '246\1']::text[]
    when 'BD' then array['880', '00', '0', null]::text[]
    when 'BE' then array['32', '00', '0', null]::text[]
    when 'BF' then array['226', '00', null, null]::text[]
    when 'BG' then array['359', '00', '0', null]::text[]
    when 'BH' then array['973', '00', null, null]::text[]
    when 'BI' then array['257', '00', null, null]::text[]
    when 'BJ' then array['229', '00', null, null]::text[]
    when 'BL' then array['590', '00', '0', null]::text[]
    when 'BM' then array['1', '011', '([2-9]\d{6})$|1', '441\1']::text[]
    when 'BN' then array['673', '00', null, null]::text[]
    when 'BO' then array['591', '00(?:1\d)?', '0(1\d)?', null]::text[]
    when 'BQ' then array['599', '00', null, null]::text[]
    when 'BR' then array['55', '00(?:1[245]|2[1-35]|31|4[13]|[56]5|99)', '(?:0|90)(?:(1[245]|2[1-35]|31|4[13]|[56]5|99)(\d{10,11}))?', '\2']::text[]
    when 'BS' then array['1', '011', '([3-8]\d{6})$|1', '242\1']::text[]
    when 'BT' then array['975', '00', null, null]::text[]
    when 'BW' then array['267', '00', null, null]::text[]
    when 'BY' then array['375', '810', '0|80?', null]::text[]
    when 'BZ' then array['501', '00', null, null]::text[]
    when 'CA' then array['1', '011', '1', null]::text[]
    when 'CC' then array['61', '001[14-689]|14(?:1[14]|34|4[17]|[56]6|7[47]|88)0011', '([59]\d{7})$|0', '8\1']::text[]
    when 'CD' then array['243', '00', '0', null]::text[]
    when 'CF' then array['236', '00', null, null]::text[]
    when 'CG' then array['242', '00', null, null]::text[]
    when 'CH' then array['41', '00', '0', null]::text[]
    when 'CI' then array['225', '00', null, null]::text[]
    when 'CK' then array['682', '00', null, null]::text[]
    when 'CL' then array['56', '(?:0|1(?:1[0-69]|2[02-5]|5[13-58]|69|7[0167]|8[018]))0', null, null]::text[]
    when 'CM' then array['237', '00', null, null]::text[]
    when 'CN' then array['86', '00|1(?:[12]\d|79)\d\d00', '(1(?:[12]\d|79)\d\d)|0', null]::text[]
    when 'CO' then array['57', '00(?:4(?:[14]4|56)|[579])', '0([3579]|4(?:[14]4|56))?', null]::text[]
    when 'CR' then array['506', '00', '(19(?:0[0-2468]|1[09]|20|66|77|99))', null]::text[]
    when 'CU' then array['53', '119', '0', null]::text[]
    when 'CV' then array['238', '0', null, null]::text[]
    when 'CW' then array['599', '00', null, null]::text[]
    when 'CX' then array['61', '001[14-689]|14(?:1[14]|34|4[17]|[56]6|7[47]|88)0011', '([59]\d{7})$|0', '8\1']::text[]
    when 'CY' then array['357', '00', null, null]::text[]
    when 'CZ' then array['420', '00', null, null]::text[]
    when 'DE' then array['49', '00', '0', null]::text[]
    when 'DJ' then array['253', '00', null, null]::text[]
    when 'DK' then array['45', '00', null, null]::text[]
    when 'DM' then array['1', '011', '([2-7]\d{6})$|1', '767\1']::text[]
    when 'DO' then array['1', '011', '1', null]::text[]
    when 'DZ' then array['213', '00', '0', null]::text[]
    when 'EC' then array['593', '00', '0', null]::text[]
    when 'EE' then array['372', '00', null, null]::text[]
    when 'EG' then array['20', '00', '0', null]::text[]
    when 'EH' then array['212', '00', '0', null]::text[]
    when 'ER' then array['291', '00', '0', null]::text[]
    when 'ES' then array['34', '00', null, null]::text[]
    when 'ET' then array['251', '00', '0', null]::text[]
    when 'FI' then array['358', '00|99(?:[01469]|5(?:[14]1|3[23]|5[59]|77|88|9[09]))', '0', null]::text[]
    when 'FJ' then array['679', '0(?:0|52)', null, null]::text[]
    when 'FK' then array['500', '00', null, null]::text[]
    when 'FM' then array['691', '00', null, null]::text[]
    when 'FO' then array['298', '00', '(10(?:01|[12]0|88))', null]::text[]
    when 'FR' then array['33', '00', '0', null]::text[]
    when 'GA' then array['241', '00', '0(11\d{6}|60\d{6}|61\d{6}|6[256]\d{6}|7[467]\d{6})', '\1']::text[]
    when 'GB' then array['44', '00', '0|180020', null]::text[]
    when 'GD' then array['1', '011', '([2-9]\d{6})$|1', '473\1']::text[]
    when 'GE' then array['995', '00', '0', null]::text[]
    when 'GF' then array['594', '00', '0', null]::text[]
    when 'GG' then array['44', '00', '([25-9]\d{5})$|0|180020', '1481\1']::text[]
    when 'GH' then array['233', '00', '0', null]::text[]
    when 'GI' then array['350', '00', null, null]::text[]
    when 'GL' then array['299', '00', null, null]::text[]
    when 'GM' then array['220', '00', null, null]::text[]
    when 'GN' then array['224', '00', null, null]::text[]
    when 'GP' then array['590', '00', '0', null]::text[]
    when 'GQ' then array['240', '00', null, null]::text[]
    when 'GR' then array['30', '00', null, null]::text[]
    when 'GT' then array['502', '00', null, null]::text[]
    when 'GU' then array['1', '011', '([2-9]\d{6})$|1', '671\1']::text[]
    when 'GW' then array['245', '00', null, null]::text[]
    when 'GY' then array['592', '001', null, null]::text[]
    when 'HK' then array['852', '00(?:30|5[09]|[126-9]?)', null, null]::text[]
    when 'HN' then array['504', '00', null, null]::text[]
    when 'HR' then array['385', '00', '0', null]::text[]
    when 'HT' then array['509', '00', null, null]::text[]
    when 'HU' then array['36', '00', '06', null]::text[]
    when 'ID' then array['62', '00[89]', '0', null]::text[]
    when 'IE' then array['353', '00', '0', null]::text[]
    when 'IL' then array['972', '0(?:0|1(?:05|[2-9]))', '0', null]::text[]
    when 'IM' then array['44', '00', '([25-8]\d{5})$|0|180020', '1624\1']::text[]
    when 'IN' then array['91', '00', '0', null]::text[]
    when 'IO' then array['246', '00', null, null]::text[]
    when 'IQ' then array['964', '00', '0', null]::text[]
    when 'IR' then array['98', '00', '0', null]::text[]
    when 'IS' then array['354', '00|1(?:0(?:01|[12]0)|100)', null, null]::text[]
    when 'IT' then array['39', '00', null, null]::text[]
    when 'JE' then array['44', '00', '([0-24-8]\d{5})$|0|180020', '1534\1']::text[]
    when 'JM' then array['1', '011', '1', null]::text[]
    when 'JO' then array['962', '00', '0', null]::text[]
    when 'JP' then array['81', '010', '(000[2569]\d{4,6})$|(?:(?:003768)0?)|0', '\1']::text[]
    when 'KE' then array['254', '000', '0', null]::text[]
    when 'KG' then array['996', '00', '0', null]::text[]
    when 'KH' then array['855', '00[14-9]', '0', null]::text[]
    when 'KI' then array['686', '00', '0', null]::text[]
    when 'KM' then array['269', '00', null, null]::text[]
    when 'KN' then array['1', '011', '([2-7]\d{6})$|1', '869\1']::text[]
    when 'KP' then array['850', '00|99', '0', null]::text[]
    when 'KR' then array['82', '00(?:[125689]|3(?:[46]5|91)|7(?:00|27|3|55|6[126]))', '0(8(?:[1-46-8]|5\d\d))?', null]::text[]
    when 'KW' then array['965', '00', null, null]::text[]
    when 'KY' then array['1', '011', '([2-9]\d{6})$|1', '345\1']::text[]
    when 'KZ' then array['7', '810', '8', null]::text[]
    when 'LA' then array['856', '00', '0', null]::text[]
    when 'LB' then array['961', '00', '0', null]::text[]
    when 'LC' then array['1', '011', '([2-8]\d{6})$|1', '758\1']::text[]
    when 'LI' then array['423', '00', '(1001)|0', null]::text[]
    when 'LK' then array['94', '00', '0', null]::text[]
    when 'LR' then array['231', '00', '0', null]::text[]
    when 'LS' then array['266', '00', null, null]::text[]
    when 'LT' then array['370', '00', '[08]', null]::text[]
    when 'LU' then array['352', '00', '(15(?:0[06]|1[12]|[35]5|4[04]|6[26]|77|88|99)\d)', null]::text[]
    when 'LV' then array['371', '00', null, null]::text[]
    when 'LY' then array['218', '00', '0', null]::text[]
    when 'MA' then array['212', '00', '0', null]::text[]
    when 'MC' then array['377', '00', '0', null]::text[]
    when 'MD' then array['373', '00', '0', null]::text[]
    when 'ME' then array['382', '00', '0', null]::text[]
    when 'MF' then array['590', '00', '0', null]::text[]
    when 'MG' then array['261', '00', '([24-9]\d{6})$|0', '20\1']::text[]
    when 'MH' then array['692', '011', '1', null]::text[]
    when 'MK' then array['389', '00', '0', null]::text[]
    when 'ML' then array['223', '00', null, null]::text[]
    when 'MM' then array['95', '00', '0', null]::text[]
    when 'MN' then array['976', '001', '0', null]::text[]
    when 'MO' then array['853', '00', null, null]::text[]
    when 'MP' then array['1', '011', '([2-9]\d{6})$|1', '670\1']::text[]
    when 'MQ' then array['596', '00', '0', null]::text[]
    when 'MR' then array['222', '00', null, null]::text[]
    when 'MS' then array['1', '011', '([34]\d{6})$|1', '664\1']::text[]
    when 'MT' then array['356', '00', null, null]::text[]
    when 'MU' then array['230', '0(?:0|[24-7]0|3[03])', null, null]::text[]
    when 'MV' then array['960', '0(?:0|19)', null, null]::text[]
    when 'MW' then array['265', '00', '0', null]::text[]
    when 'MX' then array['52', '0[09]', null, null]::text[]
    when 'MY' then array['60', '00', '0', null]::text[]
    when 'MZ' then array['258', '00', null, null]::text[]
    when 'NA' then array['264', '00', '0', null]::text[]
    when 'NC' then array['687', '00', null, null]::text[]
    when 'NE' then array['227', '00', null, null]::text[]
    when 'NF' then array['672', '00', '([0-258]\d{4})$', '3\1']::text[]
    when 'NG' then array['234', '009', '0', null]::text[]
    when 'NI' then array['505', '00', null, null]::text[]
    when 'NL' then array['31', '00', '0', null]::text[]
    when 'NO' then array['47', '00', null, null]::text[]
    when 'NP' then array['977', '00', '0', null]::text[]
    when 'NR' then array['674', '00', null, null]::text[]
    when 'NU' then array['683', '00', null, null]::text[]
    when 'NZ' then array['64', '0(?:0|161)', '0', null]::text[]
    when 'OM' then array['968', '00', null, null]::text[]
    when 'PA' then array['507', '00', null, null]::text[]
    when 'PE' then array['51', '00|19(?:1[124]|77|90)00', '0', null]::text[]
    when 'PF' then array['689', '00', null, null]::text[]
    when 'PG' then array['675', '00|140[1-3]', null, null]::text[]
    when 'PH' then array['63', '00', '0', null]::text[]
    when 'PK' then array['92', '00', '0', null]::text[]
    when 'PL' then array['48', '00', null, null]::text[]
    when 'PM' then array['508', '00', '0', null]::text[]
    when 'PR' then array['1', '011', '1', null]::text[]
    when 'PS' then array['970', '00', '0', null]::text[]
    when 'PT' then array['351', '00', null, null]::text[]
    when 'PW' then array['680', '01[12]', null, null]::text[]
    when 'PY' then array['595', '00', '0', null]::text[]
    when 'QA' then array['974', '00', null, null]::text[]
    when 'RE' then array['262', '00', '0', null]::text[]
    when 'RO' then array['40', '00', '0', null]::text[]
    when 'RS' then array['381', '00', '0', null]::text[]
    when 'RU' then array['7', '810', '8', null]::text[]
    when 'RW' then array['250', '00', '0', null]::text[]
    when 'SA' then array['966', '00', '0', null]::text[]
    when 'SB' then array['677', '0[01]', null, null]::text[]
    when 'SC' then array['248', '010|0[0-2]', null, null]::text[]
    when 'SD' then array['249', '00', '0', null]::text[]
    when 'SE' then array['46', '00', '0', null]::text[]
    when 'SG' then array['65', '0[0-3]\d', null, null]::text[]
    when 'SH' then array['290', '00', null, null]::text[]
    when 'SI' then array['386', '00|10(?:22|66|88|99)', '0', null]::text[]
    when 'SJ' then array['47', '00', null, null]::text[]
    when 'SK' then array['421', '00', '0', null]::text[]
    when 'SL' then array['232', '00', '0', null]::text[]
    when 'SM' then array['378', '00', '([89]\d{5})$', '0549\1']::text[]
    when 'SN' then array['221', '00', null, null]::text[]
    when 'SO' then array['252', '00', '0', null]::text[]
    when 'SR' then array['597', '00', null, null]::text[]
    when 'SS' then array['211', '00', '0', null]::text[]
    when 'ST' then array['239', '00', null, null]::text[]
    when 'SV' then array['503', '00', null, null]::text[]
    when 'SX' then array['1', '011', '(5\d{6})$|1', '721\1']::text[]
    when 'SY' then array['963', '00', '0', null]::text[]
    when 'SZ' then array['268', '00', null, null]::text[]
    when 'TA' then array['290', '00', null, null]::text[]
    when 'TC' then array['1', '011', '([2-479]\d{6})$|1', '649\1']::text[]
    when 'TD' then array['235', '00|16', null, null]::text[]
    when 'TG' then array['228', '00', null, null]::text[]
    when 'TH' then array['66', '00[1-9]', '0', null]::text[]
    when 'TJ' then array['992', '810', null, null]::text[]
    when 'TK' then array['690', '00', null, null]::text[]
    when 'TL' then array['670', '00', null, null]::text[]
    when 'TM' then array['993', '810', '8', null]::text[]
    when 'TN' then array['216', '00', null, null]::text[]
    when 'TO' then array['676', '00', null, null]::text[]
    when 'TR' then array['90', '00', '0', null]::text[]
    when 'TT' then array['1', '011', '([2-46-8]\d{6})$|1', '868\1']::text[]
    when 'TV' then array['688', '00', null, null]::text[]
    when 'TW' then array['886', '0(?:0[25-79]|19)', '0', null]::text[]
    when 'TZ' then array['255', '00[056]', '0', null]::text[]
    when 'UA' then array['380', '00', '0', null]::text[]
    when 'UG' then array['256', '00[057]', '0', null]::text[]
    when 'US' then array['1', '011', '1', null]::text[]
    when 'UY' then array['598', '0(?:0|1[3-9]\d)', '0', null]::text[]
    when 'UZ' then array['998', '00', null, null]::text[]
    when 'VA' then array['39', '00', null, null]::text[]
    when 'VC' then array['1', '011', '([2-7]\d{6})$|1', '784\1']::text[]
    when 'VE' then array['58', '00', '0', null]::text[]
    when 'VG' then array['1', '011', '([2-578]\d{6})$|1', '284\1']::text[]
    when 'VI' then array['1', '011', '([2-9]\d{6})$|1', '340\1']::text[]
    when 'VN' then array['84', '00', '0', null]::text[]
    when 'VU' then array['678', '00', null, null]::text[]
    when 'WF' then array['681', '00', null, null]::text[]
    when 'WS' then array['685', '0', null, null]::text[]
    when 'XK' then array['383', '00', '0', null]::text[]
    when 'YE' then array['967', '00', '0', null]::text[]
    when 'YT' then array['262', '00', '0', null]::text[]
    when 'ZA' then array['27', '00', '0', null]::text[]
    when 'ZM' then array['260', '00', '0', null]::text[]
    when 'ZW' then array['263', '00', '0', null]::text[]
  end;
end $$;

-- the numbers behind a calling code
create function phone_pattern(code text) returns text language plpgsql immutable parallel safe as $$
begin
  return case code
    when '1' then '^(?:(?:(?:268|[58]\d\d|900)\d{7})|(?:(?:264|[58]\d\d|900)\d{7})|(?:(?:[58]\d\d|684|900)\d{7})|(?:(?:246|[58]\d\d|900)\d{7})|(?:(?:441|[58]\d\d|900)\d{7})|(?:(?:242|[58]\d\d|900)\d{7})|(?:[2-9]\d{9})|(?:(?:[58]\d\d|767|900)\d{7})|(?:(?:[58]\d\d|900)\d{7})|(?:(?:473|[58]\d\d|900)\d{7})|(?:(?:[58]\d\d|671|900)\d{7})|(?:(?:[58]\d\d|658|900)\d{7})|(?:(?:[58]\d\d|900)\d{7})|(?:(?:345|[58]\d\d|900)\d{7})|(?:(?:[58]\d\d|758|900)\d{7})|(?:[58]\d{9}|(?:67|90)0\d{7})|(?:(?:[58]\d\d|664|900)\d{7})|(?:(?:[589]\d\d|787)\d{7})|(?:7215\d{6}|(?:[58]\d\d|900)\d{7})|(?:(?:[58]\d\d|649|900)\d{7})|(?:(?:[58]\d\d|900)\d{7})|(?:[2-9]\d{9})|(?:(?:[58]\d\d|784|900)\d{7})|(?:(?:284|[58]\d\d|900)\d{7})|(?:[58]\d{9}|(?:34|90)0\d{7}))$'
    when '7' then '^(?:(?:8\d{13}|[78]\d{9})|(?:8\d{13}|[347-9]\d{9}))$'
    when '20' then '^(?:(?:[189]\d{8,9}|[24-6]\d{8}|[135]\d{7}))$'
    when '27' then '^(?:(?:[1-79]\d{8}|8\d{4,9}))$'
    when '30' then '^(?:(?:5005000\d{3}|8\d{9,11}|(?:[269]\d|70)\d{8}))$'
    when '31' then '^(?:(?:(?:[124-7]\d\d|3(?:[02-9]\d|1[0-8]))\d{6}|8\d{6,9}|9\d{6,10}|1\d{4,5}))$'
    when '32' then '^(?:(?:4\d{8}|[1-9]\d{7}))$'
    when '33' then '^(?:(?:[1-9]\d{8}))$'
    when '34' then '^(?:(?:400\d{6}|(?:51|[6-9]\d)\d{7}))$'
    when '36' then '^(?:(?:[235-7]\d{8}|[1-9]\d{7}))$'
    when '39' then '^(?:(?:0\d{5,11}|1\d{8,10}|3(?:[0-8]\d{7,10}|9\d{7,8})|(?:43|55|70)\d{8}|8\d{5}(?:\d{2,4})?)|(?:0\d{5,10}|3[0-8]\d{7,10}|55\d{8}|8\d{5}(?:\d{2,4})?|(?:1\d|39)\d{7,8}))$'
    when '40' then '^(?:(?:(?:[2378]\d|90)\d{7}|[23]\d{5}))$'
    when '41' then '^(?:(?:8\d{11}|[2-9]\d{8}))$'
    when '43' then '^(?:(?:1\d{3,12}|2\d{6,12}|43(?:(?:0\d|5[02-9])\d{3,9}|2\d{4,5}|[3467]\d{4}|8\d{4,6}|9\d{4,7})|5\d{4,12}|8\d{7,12}|9\d{8,12}|(?:[367]\d|4[0-24-9])\d{4,11}))$'
    when '44' then '^(?:(?:[1-357-9]\d{9}|[18]\d{8}|8\d{6})|(?:(?:1481|[357-9]\d{3})\d{6}|8\d{6}(?:\d{2})?)|(?:1624\d{6}|(?:[3578]\d|90)\d{8})|(?:1534\d{6}|(?:[3578]\d|90)\d{8}))$'
    when '45' then '^(?:(?:[2-9]\d{7}))$'
    when '46' then '^(?:(?:(?:[26]\d\d|9)\d{9}|[1-9]\d{8}|[1-689]\d{7}|[1-4689]\d{6}|2\d{5}))$'
    when '47' then '^(?:(?:(?:0|[2-9]\d{3})\d{4})|(?:0\d{4}|(?:[489]\d|79)\d{6}))$'
    when '48' then '^(?:(?:(?:6|8\d\d)\d{7}|[1-9]\d{6}(?:\d{2})?|[26]\d{5}))$'
    when '49' then '^(?:(?:[2579]\d{5,14}|49(?:[34]0|69|8\d)\d\d?|49(?:37|49|60|7[089]|9\d)\d{1,3}|49(?:2[024-9]|3[2-689]|7[1-7])\d{1,8}|(?:1|[368]\d|4[0-8])\d{3,13}|49(?:[015]\d|2[13]|31|[46][1-8])\d{1,9}))$'
    when '51' then '^(?:(?:(?:[14-8]|9\d)\d{7}))$'
    when '52' then '^(?:(?:[2-9]\d{9}))$'
    when '53' then '^(?:(?:(?:[2-7]|8\d\d)\d{7}|[2-47]\d{6}|[34]\d{5}))$'
    when '54' then '^(?:(?:(?:11|[89]\d\d)\d{8}|[2368]\d{9}))$'
    when '55' then '^(?:(?:[1-467]\d{9,10}|55[0-46-9]\d{8}|[34]\d{7}|55\d{7,8}|(?:5[0-46-9]|[89]\d)\d{7,9}))$'
    when '56' then '^(?:(?:12300\d{6}|6\d{9,10}|[2-9]\d{8}))$'
    when '57' then '^(?:(?:(?:46|60\d\d)\d{6}|(?:1\d|[39])\d{9}))$'
    when '58' then '^(?:(?:[68]00\d{7}|(?:[24]\d|[59]0)\d{8}))$'
    when '60' then '^(?:(?:1\d{8,9}|(?:3\d|[4-9])\d{7}))$'
    when '61' then '^(?:(?:1(?:[0-79]\d{7}(?:\d(?:\d{2})?)?|8[0-24-9]\d{7})|[2-478]\d{8}|1\d{4,7})|(?:1(?:[0-79]\d{8}(?:\d{2})?|8[0-24-9]\d{7})|[148]\d{8}|1\d{5,7})|(?:1(?:[0-79]\d{8}(?:\d{2})?|8[0-24-9]\d{7})|[148]\d{8}|1\d{5,7}))$'
    when '62' then '^(?:(?:00[1-9]\d{9,14}|(?:[1-36]|8\d{5})\d{6}|00\d{9}|[1-9]\d{8,10}|[2-9]\d{7}))$'
    when '63' then '^(?:(?:(?:[2-7]|9\d)\d{8}|2\d{5}|(?:1800|8)\d{7,9}))$'
    when '64' then '^(?:(?:[1289]\d{9}|50\d{5}(?:\d{2,3})?|[27-9]\d{7,8}|(?:[34]\d|6[0-35-9])\d{6}|8\d{4,6}))$'
    when '65' then '^(?:(?:(?:(?:1\d|8)\d\d|7000)\d{7}|[3689]\d{7}))$'
    when '66' then '^(?:(?:(?:001800|[2-57]|[689]\d)\d{7}|1\d{7,9}))$'
    when '81' then '^(?:(?:00[1-9]\d{6,14}|[25-9]\d{9}|(?:00|[1-9]\d\d)\d{6}))$'
    when '82' then '^(?:(?:00[1-9]\d{8,11}|(?:[12]|5\d{3})\d{7}|[13-6]\d{9}|(?:[1-6]\d|80)\d{7}|[3-6]\d{4,5}|(?:00|7)0\d{8}))$'
    when '84' then '^(?:(?:[12]\d{9}|[135-9]\d{8}|[16]\d{6,7}|7\d{6}))$'
    when '86' then '^(?:(?:(?:(?:1[03-689]|2\d)\d\d|6)\d{8}|1\d{10}|[126]\d{6}(?:\d(?:\d{2})?)?|86\d{5,6}|(?:[3-579]\d|8[0-57-9])\d{5,9}))$'
    when '90' then '^(?:(?:4\d{6}|8\d{11,12}|(?:[2-58]\d\d|900)\d{7}))$'
    when '91' then '^(?:(?:(?:000800|[2-9]\d\d)\d{7}|1\d{7,12}))$'
    when '92' then '^(?:(?:122\d{6}|[24-8]\d{10,11}|9(?:[013-9]\d{8,10}|2(?:[01]\d\d|2(?:[06-8]\d|1[01]))\d{7})|(?:[2-8]\d{3}|92(?:[0-7]\d|8[1-9]))\d{6}|[24-9]\d{8}|[89]\d{7}))$'
    when '93' then '^(?:(?:[2-7]\d{8}))$'
    when '94' then '^(?:(?:[1-9]\d{8}))$'
    when '95' then '^(?:(?:1\d{5,7}|95\d{6}|(?:[4-7]|9[0-46-9])\d{6,8}|(?:2|8\d)\d{5,8}))$'
    when '98' then '^(?:(?:[1-9]\d{9}|(?:[1-8]\d\d|9)\d{3,4}))$'
    when '211' then '^(?:(?:[19]\d{8}))$'
    when '212' then '^(?:(?:[5-8]\d{8})|(?:[5-8]\d{8}))$'
    when '213' then '^(?:(?:(?:[1-4]|[5-79]\d|80)\d{7}))$'
    when '216' then '^(?:(?:[2-57-9]\d{7}))$'
    when '218' then '^(?:(?:[2-9]\d{8}))$'
    when '220' then '^(?:(?:[48]\d{8}|[2-9]\d{6}))$'
    when '221' then '^(?:(?:(?:[378]\d|93)\d{7}))$'
    when '222' then '^(?:(?:(?:[2-4]\d\d|800)\d{5}))$'
    when '223' then '^(?:(?:[24-9]\d{7}))$'
    when '224' then '^(?:(?:722\d{6}|(?:3|6\d)\d{7}))$'
    when '225' then '^(?:(?:[02]\d{9}))$'
    when '226' then '^(?:(?:[024-7]\d{7}))$'
    when '227' then '^(?:(?:[027-9]\d{7}))$'
    when '228' then '^(?:(?:[279]\d{7}))$'
    when '229' then '^(?:(?:01\d{8}))$'
    when '230' then '^(?:(?:(?:[57]|8\d\d)\d{7}|[2-468]\d{6}))$'
    when '231' then '^(?:(?:(?:[2457]\d|33|88)\d{7}|(?:2\d|[4-6])\d{6}))$'
    when '232' then '^(?:(?:(?:[237-9]\d|66)\d{6}))$'
    when '233' then '^(?:(?:[235]\d{8}|800\d{5,6}))$'
    when '234' then '^(?:(?:(?:20|9\d)\d{8}|[78]\d{9,13}))$'
    when '235' then '^(?:(?:(?:22|[3689]\d|77)\d{6}))$'
    when '236' then '^(?:(?:8776\d{4}|(?:[27]\d|61)\d{6}))$'
    when '237' then '^(?:(?:[26]\d{8}|88\d{6,7}))$'
    when '238' then '^(?:(?:(?:[2-59]\d\d|800)\d{4}))$'
    when '239' then '^(?:(?:(?:22|9\d)\d{5}))$'
    when '240' then '^(?:(?:222\d{6}|(?:3\d|55|[89]0)\d{7}))$'
    when '241' then '^(?:(?:(?:[067]\d|11)\d{6}|[2-7]\d{6}))$'
    when '242' then '^(?:(?:222\d{6}|(?:0\d|80)\d{7}))$'
    when '243' then '^(?:(?:(?:(?:[189]|5\d)\d|2)\d{7}|[1-68]\d{6}))$'
    when '244' then '^(?:(?:[29]\d{8}))$'
    when '245' then '^(?:(?:[49]\d{8}|4\d{6}))$'
    when '246' then '^(?:(?:3\d{6}))$'
    when '247' then '^(?:(?:(?:[01589]\d|[2-467])\d{4}))$'
    when '248' then '^(?:(?:(?:[2489]\d|64)\d{5}))$'
    when '249' then '^(?:(?:[19]\d{8}))$'
    when '250' then '^(?:(?:(?:06|[27]\d\d|[89]00)\d{6}))$'
    when '251' then '^(?:(?:(?:11|[2-57-9]\d)\d{7}))$'
    when '252' then '^(?:(?:[346-9]\d{8}|[12679]\d{7}|[1-5]\d{6}|[1348]\d{5}))$'
    when '253' then '^(?:(?:(?:2\d|77)\d{6}))$'
    when '254' then '^(?:(?:(?:[17]\d\d|900)\d{6}|(?:2|80)0\d{6,7}|[4-6]\d{6,8}))$'
    when '255' then '^(?:(?:(?:[25-8]\d|41|90)\d{7}))$'
    when '256' then '^(?:(?:800\d{6}|(?:[29]0|[347]\d)\d{7}))$'
    when '257' then '^(?:(?:(?:[267]\d|31)\d{6}))$'
    when '258' then '^(?:(?:(?:2|8\d)\d{7}))$'
    when '260' then '^(?:(?:800\d{6}|(?:21|[579]\d|63)\d{7}))$'
    when '261' then '^(?:(?:[23]\d{8}))$'
    when '262' then '^(?:(?:709\d{6}|(?:26|[689]\d)\d{7})|(?:(?:639\d|7093)\d{5}|(?:26|80|9\d)\d{7}))$'
    when '263' then '^(?:(?:8\d{6}(?:\d{3})?|[235-8]\d{8}))$'
    when '264' then '^(?:(?:[68]\d{7,8}))$'
    when '265' then '^(?:(?:(?:[1289]\d|31|77)\d{7}|1\d{6}))$'
    when '266' then '^(?:(?:(?:[256]\d\d|800)\d{5}))$'
    when '267' then '^(?:(?:90\d{5}|(?:0800|[2-6]|(?:7|800)\d)\d{6}))$'
    when '268' then '^(?:(?:0800\d{4}|(?:[237]\d|900)\d{6}))$'
    when '269' then '^(?:(?:[3478]\d{6}))$'
    when '290' then '^(?:(?:(?:[2569]\d|8)\d{3})|(?:8\d{3}))$'
    when '291' then '^(?:(?:[178]\d{6}))$'
    when '297' then '^(?:(?:(?:[25-79]\d\d|800)\d{4}))$'
    when '298' then '^(?:(?:[2-9]\d{5}))$'
    when '299' then '^(?:(?:(?:19|[2-689]\d|70)\d{4}))$'
    when '350' then '^(?:(?:(?:[25]\d|60)\d{6}))$'
    when '351' then '^(?:(?:1693\d{5}|(?:[26-9]\d|30)\d{7}))$'
    when '352' then '^(?:(?:35[013-9]\d{4,8}|6\d{8}|35\d{2,4}|(?:[2457-9]\d|3[0-46-9])\d{2,9}))$'
    when '353' then '^(?:(?:(?:1\d|[2569])\d{6,8}|4\d{6,9}|7\d{8}|8\d{8,9}))$'
    when '354' then '^(?:(?:(?:38\d|[4-9])\d{6}))$'
    when '355' then '^(?:(?:(?:700\d\d|900)\d{3}|8\d{5,7}|(?:[2-5]|6\d)\d{7}))$'
    when '356' then '^(?:(?:3550\d{4}|(?:[2579]\d\d|800)\d{5}))$'
    when '357' then '^(?:(?:(?:[279]\d|[58]0)\d{6}))$'
    when '358' then '^(?:(?:2\d{4,9}|35\d{4,5}|(?:60\d\d|800)\d{4,6}|7\d{5,11}|(?:[14]\d|3[0-46-9]|50)\d{4,8})|(?:[1-35689]\d{4}|7\d{10,11}|(?:[124-7]\d|3[0-46-9])\d{8}|[1-9]\d{5,8}))$'
    when '359' then '^(?:(?:00800\d{7}|[2-7]\d{6,7}|[89]\d{6,8}|2\d{5}))$'
    when '370' then '^(?:(?:(?:[3469]\d|52|[78]0)\d{6}))$'
    when '371' then '^(?:(?:(?:[268]\d|78|90)\d{6}))$'
    when '372' then '^(?:(?:8\d{9}|[4578]\d{7}|(?:[3-8]\d|90)\d{5}))$'
    when '373' then '^(?:(?:(?:[235-7]\d|[89]0)\d{6}))$'
    when '374' then '^(?:(?:(?:[1-489]\d|55|60|77)\d{6}))$'
    when '375' then '^(?:(?:(?:[12]\d|33|44|902)\d{7}|8(?:0[0-79]\d{5,7}|[1-7]\d{9})|8(?:1[0-489]|[5-79]\d)\d{7}|8[1-79]\d{6,7}|8[0-79]\d{5}|8\d{5}))$'
    when '376' then '^(?:(?:(?:1|6\d)\d{7}|[135-9]\d{5}))$'
    when '377' then '^(?:(?:(?:[3489]|[67]\d)\d{7}))$'
    when '378' then '^(?:(?:(?:0549|[5-7]\d)\d{6}))$'
    when '380' then '^(?:(?:[89]\d{9}|[3-9]\d{8}))$'
    when '381' then '^(?:(?:38[02-9]\d{6,9}|6\d{7,9}|90\d{4,8}|38\d{5,6}|(?:7\d\d|800)\d{3,9}|(?:[12]\d|3[0-79])\d{5,10}))$'
    when '382' then '^(?:(?:(?:20|[3-79]\d)\d{6}|80\d{6,7}))$'
    when '383' then '^(?:(?:2\d{7,8}|3\d{7,11}|(?:4\d\d|[89]00)\d{5}))$'
    when '385' then '^(?:(?:[2-69]\d{8}|80\d{5,7}|[1-79]\d{7}|6\d{6}))$'
    when '386' then '^(?:(?:[1-7]\d{7}|8\d{4,7}|90\d{4,6}))$'
    when '387' then '^(?:(?:6\d{8}|(?:[35689]\d|49|70)\d{6}))$'
    when '389' then '^(?:(?:[2-578]\d{7}))$'
    when '420' then '^(?:(?:(?:[2-578]\d|60)\d{7}|9\d{8,11}))$'
    when '421' then '^(?:(?:[2-689]\d{8}|[2-59]\d{6}|[2-5]\d{5}))$'
    when '423' then '^(?:(?:[68]\d{8}|(?:[2378]\d|90)\d{5}))$'
    when '500' then '^(?:(?:[2-7]\d{4}))$'
    when '501' then '^(?:(?:(?:0800\d|[2-8])\d{6}))$'
    when '502' then '^(?:(?:80\d{6}|(?:1\d{3}|[2-7])\d{7}))$'
    when '503' then '^(?:(?:[25-7]\d{7}|(?:80\d|900)\d{4}(?:\d{4})?))$'
    when '504' then '^(?:(?:8\d{10}|[237-9]\d{7}))$'
    when '505' then '^(?:(?:(?:1800|[25-8]\d{3})\d{4}))$'
    when '506' then '^(?:(?:(?:8\d|90)\d{8}|(?:[24-8]\d{3}|3005)\d{4}))$'
    when '507' then '^(?:(?:(?:00800|8\d{3})\d{6}|[68]\d{7}|[1-57-9]\d{6}))$'
    when '508' then '^(?:(?:[78]\d{8}|[2-9]\d{5}))$'
    when '509' then '^(?:(?:[2-589]\d{7}))$'
    when '590' then '^(?:(?:7090\d{5}|(?:[56]9|[89]\d)\d{7})|(?:7090\d{5}|(?:[56]9|[89]\d)\d{7})|(?:7090\d{5}|(?:[56]9|[89]\d)\d{7}))$'
    when '591' then '^(?:(?:(?:[2-7]\d\d|8001)\d{5}))$'
    when '592' then '^(?:(?:(?:[2-8]\d{3}|9008)\d{3}))$'
    when '593' then '^(?:(?:1\d{9,10}|(?:[2-7]|9\d)\d{7}))$'
    when '594' then '^(?:(?:(?:694\d|7093)\d{5}|(?:59|[89]\d)\d{7}))$'
    when '595' then '^(?:(?:[36-8]\d{5,8}|4\d{6,8}|59\d{6}|9\d{5,10}|(?:2\d|5[0-8])\d{6,7}))$'
    when '596' then '^(?:(?:7091\d{5}|(?:[56]9|[89]\d)\d{7}))$'
    when '597' then '^(?:(?:(?:[2-5]|[6-9]\d)\d{5}))$'
    when '598' then '^(?:(?:0004\d{2,9}|[1249]\d{7}|2\d{3,4}|(?:[49]\d|80)\d{5}))$'
    when '599' then '^(?:(?:(?:[34]1|7\d)\d{5})|(?:(?:[34]1|60|(?:7|9\d)\d)\d{5}))$'
    when '670' then '^(?:(?:7\d{7}|(?:[2-47]\d|[89]0)\d{5}))$'
    when '672' then '^(?:(?:[13]\d{5}))$'
    when '673' then '^(?:(?:[2-578]\d{6}))$'
    when '674' then '^(?:(?:(?:222|444|(?:55|8\d)\d|666|777|999)\d{4}))$'
    when '675' then '^(?:(?:(?:180|[78]\d{3})\d{4}|(?:[2-589]\d|64)\d{5}))$'
    when '676' then '^(?:(?:(?:0800|(?:[5-8]\d\d|999)\d)\d{3}|[2-8]\d{4}))$'
    when '677' then '^(?:(?:[6-9]\d{6}|[1-6]\d{4}))$'
    when '678' then '^(?:(?:[57-9]\d{6}|(?:[238]\d|48)\d{3}))$'
    when '679' then '^(?:(?:45\d{5}|(?:0800\d|[235-9])\d{6}))$'
    when '680' then '^(?:(?:(?:[24-8]\d\d|345|900)\d{4}))$'
    when '681' then '^(?:(?:(?:40|72|8\d{4})\d{4}|[89]\d{5}))$'
    when '682' then '^(?:(?:[2-578]\d{4}))$'
    when '683' then '^(?:(?:(?:[4-7]|888\d)\d{3}))$'
    when '685' then '^(?:(?:(?:[2-6]|8\d{5})\d{4}|[78]\d{6}|[68]\d{5}))$'
    when '686' then '^(?:(?:(?:[37]\d|6[0-79])\d{6}|(?:[2-48]\d|50)\d{3}))$'
    when '687' then '^(?:(?:(?:050|[2-57-9]\d\d)\d{3}))$'
    when '688' then '^(?:(?:(?:2|7\d\d|90)\d{4}))$'
    when '689' then '^(?:(?:4\d{5}(?:\d{2})?|8\d{7,8}))$'
    when '690' then '^(?:(?:[2-47]\d{3,6}))$'
    when '691' then '^(?:(?:(?:[39]\d\d|820)\d{4}))$'
    when '692' then '^(?:(?:329\d{4}|(?:[256]\d|45)\d{5}))$'
    when '850' then '^(?:(?:85\d{6}|(?:19\d|[2-7])\d{7}))$'
    when '852' then '^(?:(?:8[0-46-9]\d{6,7}|9\d{4,7}|(?:[2-7]|9\d{3})\d{7}))$'
    when '853' then '^(?:(?:0800\d{3}|(?:28|[68]\d)\d{6}))$'
    when '855' then '^(?:(?:1\d{9}|[1-9]\d{7,8}))$'
    when '856' then '^(?:(?:(?:2\d|3)\d{8}|(?:[235-8]\d|41)\d{6}))$'
    when '880' then '^(?:(?:[1-469]\d{9}|8[0-79]\d{7,8}|[2-79]\d{8}|[2-9]\d{7}|[3-9]\d{6}|[57-9]\d{5}))$'
    when '886' then '^(?:(?:[2-689]\d{8}|7\d{9,10}|[2-8]\d{7}|2\d{6}))$'
    when '960' then '^(?:(?:(?:800|9[0-57-9]\d)\d{7}|[34679]\d{6}))$'
    when '961' then '^(?:(?:[27-9]\d{7}|[13-9]\d{6}))$'
    when '962' then '^(?:(?:(?:(?:[2689]|7\d)\d|32|427|53)\d{6}))$'
    when '963' then '^(?:(?:[1-359]\d{8}|[1-5]\d{7}))$'
    when '964' then '^(?:(?:(?:1|7\d\d)\d{7}|[2-6]\d{7,8}))$'
    when '965' then '^(?:(?:18\d{5}|(?:[2569]\d|41)\d{6}))$'
    when '966' then '^(?:(?:(?:[15]\d|800|92)\d{7}))$'
    when '967' then '^(?:(?:(?:1|7\d)\d{7}|[1-7]\d{6}))$'
    when '968' then '^(?:(?:(?:1505|[279]\d{3}|500)\d{4}|800\d{5,6}))$'
    when '970' then '^(?:(?:[2489]2\d{6}|(?:1\d|5)\d{8}))$'
    when '971' then '^(?:(?:(?:[4-7]\d|9[0-689])\d{7}|800\d{2,9}|[2-4679]\d{7}))$'
    when '972' then '^(?:(?:1\d{6}(?:\d{3,5})?|[57]\d{8}|[1-489]\d{7}))$'
    when '973' then '^(?:(?:[136-9]\d{7}))$'
    when '974' then '^(?:(?:800\d{4}|(?:2|800)\d{6}|(?:0080|[3-7])\d{7}))$'
    when '975' then '^(?:(?:[178]\d{7}|[2-8]\d{6}))$'
    when '976' then '^(?:(?:[12]\d{7,9}|[5-9]\d{7}))$'
    when '977' then '^(?:(?:(?:1\d|9)\d{9}|[1-9]\d{7}))$'
    when '992' then '^(?:(?:(?:[0-57-9]\d|66)\d{7}))$'
    when '993' then '^(?:(?:[1-7]\d{7}))$'
    when '994' then '^(?:(?:365\d{6}|(?:[124579]\d|60|88)\d{7}))$'
    when '995' then '^(?:(?:(?:[3-57]\d\d|800)\d{6}))$'
    when '996' then '^(?:(?:8\d{9}|[235-9]\d{8}))$'
    when '998' then '^(?:(?:(?:20|33|[5-9]\d)\d{7}))$'
  end;
end $$;

-- of the countries behind a calling code, the one whose prefix some write behind it, as in +44 (0)20
create function phone_country(code text) returns text language plpgsql immutable parallel safe as $$
begin
  return case code
    when '1' then 'US'
    when '7' then 'RU'
    when '20' then 'EG'
    when '27' then 'ZA'
    when '30' then 'GR'
    when '31' then 'NL'
    when '32' then 'BE'
    when '33' then 'FR'
    when '34' then 'ES'
    when '36' then 'HU'
    when '39' then 'IT'
    when '40' then 'RO'
    when '41' then 'CH'
    when '43' then 'AT'
    when '44' then 'GB'
    when '45' then 'DK'
    when '46' then 'SE'
    when '47' then 'NO'
    when '48' then 'PL'
    when '49' then 'DE'
    when '51' then 'PE'
    when '52' then 'MX'
    when '53' then 'CU'
    when '54' then 'AR'
    when '55' then 'BR'
    when '56' then 'CL'
    when '57' then 'CO'
    when '58' then 'VE'
    when '60' then 'MY'
    when '61' then 'AU'
    when '62' then 'ID'
    when '63' then 'PH'
    when '64' then 'NZ'
    when '65' then 'SG'
    when '66' then 'TH'
    when '81' then 'JP'
    when '82' then 'KR'
    when '84' then 'VN'
    when '86' then 'CN'
    when '90' then 'TR'
    when '91' then 'IN'
    when '92' then 'PK'
    when '93' then 'AF'
    when '94' then 'LK'
    when '95' then 'MM'
    when '98' then 'IR'
    when '211' then 'SS'
    when '212' then 'MA'
    when '213' then 'DZ'
    when '216' then 'TN'
    when '218' then 'LY'
    when '220' then 'GM'
    when '221' then 'SN'
    when '222' then 'MR'
    when '223' then 'ML'
    when '224' then 'GN'
    when '225' then 'CI'
    when '226' then 'BF'
    when '227' then 'NE'
    when '228' then 'TG'
    when '229' then 'BJ'
    when '230' then 'MU'
    when '231' then 'LR'
    when '232' then 'SL'
    when '233' then 'GH'
    when '234' then 'NG'
    when '235' then 'TD'
    when '236' then 'CF'
    when '237' then 'CM'
    when '238' then 'CV'
    when '239' then 'ST'
    when '240' then 'GQ'
    when '241' then 'GA'
    when '242' then 'CG'
    when '243' then 'CD'
    when '244' then 'AO'
    when '245' then 'GW'
    when '246' then 'IO'
    when '247' then 'AC'
    when '248' then 'SC'
    when '249' then 'SD'
    when '250' then 'RW'
    when '251' then 'ET'
    when '252' then 'SO'
    when '253' then 'DJ'
    when '254' then 'KE'
    when '255' then 'TZ'
    when '256' then 'UG'
    when '257' then 'BI'
    when '258' then 'MZ'
    when '260' then 'ZM'
    when '261' then 'MG'
    when '262' then 'RE'
    when '263' then 'ZW'
    when '264' then 'NA'
    when '265' then 'MW'
    when '266' then 'LS'
    when '267' then 'BW'
    when '268' then 'SZ'
    when '269' then 'KM'
    when '290' then 'SH'
    when '291' then 'ER'
    when '297' then 'AW'
    when '298' then 'FO'
    when '299' then 'GL'
    when '350' then 'GI'
    when '351' then 'PT'
    when '352' then 'LU'
    when '353' then 'IE'
    when '354' then 'IS'
    when '355' then 'AL'
    when '356' then 'MT'
    when '357' then 'CY'
    when '358' then 'FI'
    when '359' then 'BG'
    when '370' then 'LT'
    when '371' then 'LV'
    when '372' then 'EE'
    when '373' then 'MD'
    when '374' then 'AM'
    when '375' then 'BY'
    when '376' then 'AD'
    when '377' then 'MC'
    when '378' then 'SM'
    when '380' then 'UA'
    when '381' then 'RS'
    when '382' then 'ME'
    when '383' then 'XK'
    when '385' then 'HR'
    when '386' then 'SI'
    when '387' then 'BA'
    when '389' then 'MK'
    when '420' then 'CZ'
    when '421' then 'SK'
    when '423' then 'LI'
    when '500' then 'FK'
    when '501' then 'BZ'
    when '502' then 'GT'
    when '503' then 'SV'
    when '504' then 'HN'
    when '505' then 'NI'
    when '506' then 'CR'
    when '507' then 'PA'
    when '508' then 'PM'
    when '509' then 'HT'
    when '590' then 'GP'
    when '591' then 'BO'
    when '592' then 'GY'
    when '593' then 'EC'
    when '594' then 'GF'
    when '595' then 'PY'
    when '596' then 'MQ'
    when '597' then 'SR'
    when '598' then 'UY'
    when '599' then 'CW'
    when '670' then 'TL'
    when '672' then 'NF'
    when '673' then 'BN'
    when '674' then 'NR'
    when '675' then 'PG'
    when '676' then 'TO'
    when '677' then 'SB'
    when '678' then 'VU'
    when '679' then 'FJ'
    when '680' then 'PW'
    when '681' then 'WF'
    when '682' then 'CK'
    when '683' then 'NU'
    when '685' then 'WS'
    when '686' then 'KI'
    when '687' then 'NC'
    when '688' then 'TV'
    when '689' then 'PF'
    when '690' then 'TK'
    when '691' then 'FM'
    when '692' then 'MH'
    when '850' then 'KP'
    when '852' then 'HK'
    when '853' then 'MO'
    when '855' then 'KH'
    when '856' then 'LA'
    when '880' then 'BD'
    when '886' then 'TW'
    when '960' then 'MV'
    when '961' then 'LB'
    when '962' then 'JO'
    when '963' then 'SY'
    when '964' then 'IQ'
    when '965' then 'KW'
    when '966' then 'SA'
    when '967' then 'YE'
    when '968' then 'OM'
    when '970' then 'PS'
    when '971' then 'AE'
    when '972' then 'IL'
    when '973' then 'BH'
    when '974' then 'QA'
    when '975' then 'BT'
    when '976' then 'MN'
    when '977' then 'NP'
    when '992' then 'TJ'
    when '993' then 'TM'
    when '994' then 'AZ'
    when '995' then 'GE'
    when '996' then 'KG'
    when '998' then 'UZ'
  end;
end $$;

-- A number as the world writes it (E.164), or null where it is none of the plan of its country. What is written without a calling
-- code is of `home` (ISO 3166-1 alpha-2).
create function phone_key(typed text, home text) returns text language plpgsql immutable parallel safe as $$
declare
  plan text[];
  digits text;
  code text;
  pattern text;
  national text;
  stripped text;
  found text[];
begin
  -- "06 12 34 56 78 poste 12": the number is before it
  if typed ~ '[a-zA-Z#]' then
    typed := regexp_replace(typed, '\s*(?:ext|x|#|int|poste)\.?\s*\d{1,8}\s*$', '', 'i');
  end if;
  if typed !~ '^[0-9 ()./\u00a0\u202f+-]+$' or typed ~ '[^ (]\+' or length(typed) > 60 then return null; end if;
  digits := translate(typed, U&' ()./+-\00a0\202f', '');
  plan := phone_plan(home);
  plan := phone_plan(home);
  if starts_with(ltrim(typed, ' ('), '+') then
    plan := null;
  elsif digits ~ ('^(?:' || plan[2] || ')') then
    digits := regexp_replace(digits, '^(?:' || plan[2] || ')', '');
    plan := null;
  elsif plan is null then
    return null;
  end if;
  code := plan[1];
  national := digits;
  if code is null then
    for length in 1..3 loop
      pattern := phone_pattern(left(digits, length));
      if pattern is not null then
        code := left(digits, length);
        exit;
      end if;
    end loop;
    if code is null then return null; end if;
    national := substr(digits, length(code) + 1);
    plan := phone_plan(phone_country(code));
  else
    pattern := phone_pattern(code);
  end if;
  -- what is dialled before a national number, and what some write in brackets behind a calling code
  if national ~ ('^(?:' || plan[3] || ')') then
    found := regexp_match(national, '^(?:' || plan[3] || ')');
    stripped := regexp_replace(
      national, '^(?:' || plan[3] || ')',
      case when plan[4] is not null and found[array_upper(found, 1)] is not null then plan[4] else '' end);
    if stripped ~ pattern or national !~ pattern then national := stripped; end if;
  end if;
  if national ~ pattern then return '+' || code || national; end if;
  -- the calling code without its plus
  if starts_with(digits, code) and substr(digits, length(code) + 1) ~ pattern then return '+' || digits; end if;
  return null;
end $$;
